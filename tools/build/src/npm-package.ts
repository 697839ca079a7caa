import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundle } from './bundle.ts';
import { libraryManifest, programManifest, readManifest } from './npm-manifest.ts';
import { LIBRARIES, PROGRAMS } from './npm-target.ts';

/**
 * Makes a folder for every published package: what `npm publish` is pointed at.
 *
 * @param root The workspace's root folder.
 * @param target Where `libs/sdk` gets its `libs/sdk/dist`; default: the workspace itself.
 * @returns The folders, in the order in which they must be published.
 */
export async function buildNpmPackages(root: string, target = root): Promise<string[]> {
  const built: string[] = [];
  for (const library of LIBRARIES) {
    const folder = join(root, library);
    const out = clean(join(target, library, 'dist'));
    compile(root, folder, target, out);
    finish(root, folder, out, libraryManifest(folder));
    built.push(out);
  }
  for (const program of PROGRAMS) {
    const folder = join(root, program);
    const out = clean(join(target, program, 'dist'));
    await bundle({
      root,
      entries: { main: join(program, 'src/main.ts') },
      outdir: out,
      external: [],
      node: 20,
      version: readManifest(folder).version,
    });
    finish(root, folder, out, programManifest(folder));
    built.push(out);
  }
  return built;
}

function clean(out: string): string {
  rmSync(out, { recursive: true, force: true });
  mkdirSync(out, { recursive: true });
  return out;
}

/** Emits modules and declarations; those of the libraries it needs are there already. */
function compile(root: string, folder: string, target: string, out: string): void {
  const config = join(out, 'tsconfig.json');
  const paths = LIBRARIES.map((library) => [
    readManifest(join(root, library)).name,
    [join(target, library, 'dist/index.d.ts')],
  ]);
  writeFileSync(
    config,
    JSON.stringify({
      extends: join(root, 'tsconfig.json'),
      compilerOptions: {
        noEmit: false,
        declaration: true,
        typeRoots: [join(root, 'node_modules/@types')],
        rewriteRelativeImportExtensions: true,
        rootDir: join(folder, 'src'),
        outDir: out,
        paths: Object.fromEntries(paths),
      },
      include: [join(folder, 'src')],
      exclude: [join(folder, 'src/**/*.test.ts')],
    }),
  );
  try {
    execFileSync(join(root, 'node_modules/.bin/tsc'), ['--project', config], { stdio: 'pipe' });
  } catch (error) {
    throw new Error(String((error as { stdout?: Buffer }).stdout), { cause: error });
  } finally {
    rmSync(config);
  }
}

function finish(root: string, folder: string, out: string, manifest: object): void {
  writeFileSync(join(out, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  cpSync(join(folder, 'README.md'), join(out, 'README.md'));
  cpSync(join(root, 'LICENSE'), join(out, 'LICENSE'));
}
