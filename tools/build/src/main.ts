import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { IMAGES } from './image-target.ts';
import { buildImage } from './image.ts';

// node tools/build/src/main.ts rest-api [--out DIR]
// Makes apps/rest-api/dist, or DIR: all that the image needs of this repository.

const root = resolve(import.meta.dirname, '../../..');
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { out: { type: 'string' } },
});
const names = Object.keys(IMAGES);
const [name] = positionals;
const target = name === undefined ? undefined : IMAGES[name];
if (target === undefined || positionals.length !== 1) {
  process.stderr.write(`Name what to build: ${names.join(' or ')}.\n`);
  process.exit(2);
}
const out = resolve(values.out ?? join(root, target.app, 'dist'));
await buildImage(target, root, out);
process.stdout.write(`${out}\n`);
