import { parseArgs } from 'node:util';

import { writeModel } from './model-dir.ts';

// npx -y pnpm@12 test-model --kind small --dir .moltnet/models
const { values } = parseArgs({
  options: { kind: { type: 'string', default: 'small' }, dir: { type: 'string' } },
});
if ((values.kind !== 'small' && values.kind !== 'full-shape') || values.dir === undefined) {
  process.stderr.write('usage: make-model --kind small|full-shape --dir <model dir>\n');
  process.exitCode = 2;
} else {
  await writeModel(values.kind, values.dir);
  process.stdout.write(`${values.dir}\n`);
}
