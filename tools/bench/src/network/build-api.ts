import { join } from 'node:path';

import { buildImage, bundle, IMAGES } from '@moltnet/build';

const ROOT = join(import.meta.dirname, '../../../..');

/** Modules of an API as its image has them, by absolute path. */
export interface BuiltApi {
  readonly main: string;
  readonly probe: string;
}

/** Builds the API as it is deployed, and the probe, whose types Node would load a compiler to strip. */
export async function buildApi(folder: string): Promise<BuiltApi> {
  const outdir = join(folder, 'rest-api');
  await buildImage(IMAGES['rest-api'], ROOT, outdir);
  await bundle({
    root: ROOT,
    entries: { probe: 'tools/bench/src/network/probe.ts' },
    outdir: join(outdir, 'bench'),
    external: [],
    version: 'bench',
    node: 26,
  });
  return { main: join(outdir, 'main.js'), probe: join(outdir, 'bench', 'probe.js') };
}
