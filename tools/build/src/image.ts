import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundle } from './bundle.ts';
import type { ImageTarget } from './image-target.ts';
import { copyModules } from './production-modules.ts';

/** ONNX Runtime carries its library for every system, 290 MB; one is used. */
const ONNX_LIBRARIES = /^bin\/napi-v\d+\/([^/]+)\/([^/]+)/;

/**
 * Makes the folder that is an image's `/app/dist`: the bundles, the modules that cannot be bundled,
 * and the folders that the program reads. It needs nothing else of the workspace.
 *
 * @param root The workspace's root folder.
 * @param out The folder to make; what is there is removed.
 */
export async function buildImage(target: ImageTarget, root: string, out: string): Promise<void> {
  const { version }: { version: string } = JSON.parse(
    readFileSync(join(root, target.app, 'package.json'), 'utf8'),
  );
  rmSync(out, { recursive: true, force: true });
  mkdirSync(out, { recursive: true });
  await bundle({
    root,
    entries: target.entries,
    outdir: out,
    external: [...Object.keys(target.modules), ...target.absent],
    empty: ['sharp'],
    version,
    node: 26,
  });
  copyModules(
    Object.fromEntries(Object.entries(target.modules).map(([name, at]) => [name, join(root, at)])),
    join(out, 'node_modules'),
    isForThisSystem,
  );
  for (const folder of target.folders) {
    cpSync(join(root, folder), join(out, folder), { recursive: true });
  }
  const manifest = { name: `moltnet-${target.app.split('/').at(-1)}`, version, type: 'module' };
  writeFileSync(join(out, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
}

function isForThisSystem(name: string, path: string): boolean {
  if (path === 'node_modules' || path.startsWith('node_modules/')) return false;
  const library = name === 'onnxruntime-node' ? ONNX_LIBRARIES.exec(path) : null;
  if (library === null) return true;
  return library[1] === process.platform && library[2] === process.arch;
}
