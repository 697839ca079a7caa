import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { IMAGES } from './image-target.ts';
import { buildImage } from './image.ts';
import { buildNpmPackages } from './npm-package.ts';

// node tools/build/src/main.ts rest-api [--out DIR]
//   makes apps/rest-api/dist, or DIR: all that the image needs of this repository
// node tools/build/src/main.ts npm
//   makes the dist of every published package

const root = resolve(import.meta.dirname, '../../..');
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { out: { type: 'string' } },
});
const [name] = positionals;
const image = Object.entries(IMAGES).find(([known]) => known === name)?.[1];
const say = (line: string): void => void process.stdout.write(`${line}\n`);

if (image !== undefined) {
  const out = resolve(values.out ?? join(root, image.app, 'dist'));
  await buildImage(image, root, out);
  say(out);
} else if (name === 'npm') {
  for (const folder of await buildNpmPackages(root)) say(folder);
} else {
  process.stderr.write(`Name what to build: ${[...Object.keys(IMAGES), 'npm'].join(', ')}.\n`);
  process.exit(2);
}
