import { cpSync, existsSync, readFileSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';

interface Manifest {
  dependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
}

/**
 * Copies packages and all that they depend on into one flat `node_modules`.
 *
 * @param wanted Package names, each with a folder from which it is resolvable.
 * @param target The `node_modules` folder.
 * @param keep Whether a file of a package is copied; gets its path inside the package.
 * @throws Error when a package is not installed, or when two versions of one would be needed.
 */
export function copyModules(
  wanted: Readonly<Record<string, string>>,
  target: string,
  keep: (name: string, path: string) => boolean,
): void {
  const copied = new Map<string, string>();
  const copy = (name: string, from: string, optional: boolean): void => {
    const source = locate(name, from);
    if (source === undefined) {
      if (optional) return;
      throw new Error(`${name} is not installed where ${from} would find it`);
    }
    const before = copied.get(name);
    if (before === source) return;
    if (before !== undefined) throw new Error(`two versions of ${name}: ${before} and ${source}`);
    copied.set(name, source);
    cpSync(source, join(target, name), {
      recursive: true,
      dereference: true,
      filter: (path) => keep(name, path.slice(source.length + 1)),
    });
    const manifest: Manifest = JSON.parse(readFileSync(join(source, 'package.json'), 'utf8'));
    for (const dependency of Object.keys(manifest.dependencies ?? {})) {
      copy(dependency, source, false);
    }
    for (const dependency of Object.keys(manifest.optionalDependencies ?? {})) {
      copy(dependency, source, true);
    }
  };
  for (const [name, from] of Object.entries(wanted)) copy(name, from, false);
}

/** The real folder of a package, found as Node does: in node_modules upwards. */
function locate(name: string, from: string): string | undefined {
  for (let folder = realpathSync(from); ; folder = dirname(folder)) {
    const candidate = join(folder, 'node_modules', name);
    if (existsSync(join(candidate, 'package.json'))) return realpathSync(candidate);
    if (dirname(folder) === folder) return undefined;
  }
}
