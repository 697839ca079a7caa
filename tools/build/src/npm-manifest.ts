import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The fields of a package.json that matter here. */
export interface Manifest {
  name: string;
  version: string;
  description?: string;
  license: string;
  exports?: Record<string, string>;
  bin?: Record<string, string>;
  dependencies?: Record<string, string>;
}

export const readManifest = (folder: string): Manifest =>
  JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));

/**
 * A library's package.json as it is published: entries that point at built files, and versions in
 * the place of `workspace:` and `catalog:`, which only this repository understands.
 *
 * @param folder The library's folder, with its dependencies installed.
 */
export function libraryManifest(folder: string): object {
  const manifest = readManifest(folder);
  const sources = Object.entries(manifest.exports ?? {}).filter(
    ([, path]) => path.startsWith('./src/') && path.endsWith('.ts'),
  );
  const dependencies = Object.keys(manifest.dependencies ?? {}).map((name) => {
    const { version } = readManifest(join(folder, 'node_modules', name));
    // Packages of one release belong together; ours say nothing yet about what stays compatible.
    return [name, name.startsWith('@moltnet/') ? version : `^${version}`] as const;
  });
  return {
    ...published(manifest),
    sideEffects: false,
    exports: Object.fromEntries(
      sources.map(([entry, path]) => {
        const built = path.replace('./src/', './').replace(/\.ts$/, '');
        return [entry, { types: `${built}.d.ts`, default: `${built}.js` }];
      }),
    ),
    dependencies: Object.fromEntries(dependencies),
  };
}

/** A program's package.json as it is published: everything is in the bundle. */
export function programManifest(folder: string): object {
  const manifest = readManifest(folder);
  const commands = Object.keys(manifest.bin ?? {}).map((name) => [name, './main.js']);
  return { ...published(manifest), bin: Object.fromEntries(commands) };
}

const published = ({ name, version, description, license }: Manifest) => ({
  name,
  version,
  ...(description === undefined ? {} : { description }),
  license,
  type: 'module',
  engines: { node: '>=20' },
});
