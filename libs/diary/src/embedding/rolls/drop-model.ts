import { type Database, embeddingModelReader, embeddingModelWriter } from '@moltnet/database';
import { RollRefusedError } from './roll-refused.ts';

const NONE = {
  target: 'there is no roll to abort',
  previous: 'there are no old vectors: no model served before',
};

/**
 * Gives a roll up (`target`), or the model that served before the switch (`previous`); the workers
 * remove its vectors little by little.
 * @returns the model
 * @throws {RollRefusedError} where there is none, or the serving model learns from its vectors which
 *   entries it still lacks
 */
export async function dropModel(db: Database, role: 'target' | 'previous'): Promise<string> {
  return db.transaction(async (tx) => {
    await embeddingModelWriter(tx).lockRoles();
    const records = await embeddingModelReader(tx).all();
    const record = records.find((each) => each.role === role);
    if (!record) throw new RollRefusedError(NONE[role]);
    const serving = records.find((each) => each.role === 'serving');
    if (role === 'previous' && serving?.walkedAt === null) {
      throw new RollRefusedError(`${serving.model} serves, but lacks entries still: see status`);
    }
    await embeddingModelWriter(tx).startDropping(record.model);
    return record.model;
  });
}
