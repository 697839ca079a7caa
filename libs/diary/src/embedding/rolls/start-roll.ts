import {
  type Database,
  embeddingModelReader,
  embeddingModelWriter,
  type Source,
} from '@moltnet/database';
import { isE5Name } from '@moltnet/embedding';
import type { EmbeddingModelsOptions } from '../models.ts';
import { proveModel } from './prove-model.ts';
import { RollRefusedError } from './roll-refused.ts';

/**
 * Begins to roll a model in beside the serving one; from then on the workers do it by themselves.
 * The model is loaded here first: what no process can load is not begun.
 * @throws {RollRefusedError} where the name or the files are not those of a model that can be used,
 *   it is in use already, or another roll is not over
 */
export async function startRoll(
  db: Database,
  model: string,
  options: EmbeddingModelsOptions,
): Promise<void> {
  if (!isE5Name(model)) {
    throw new RollRefusedError(
      `${model} is not the name of a model of the E5 family, as owner/e5-small-v2 would be: texts ` +
        'are put to a model with the prefixes of E5, and any other would rank badly',
    );
  }
  // Asked before the model is loaded, which takes a while, and again when nobody else can come between.
  await requireFree(db, model);
  await proveModel(model, options);
  const serving = await servingModel(db);
  const total = await embeddingModelReader(db).countEntries(serving);
  await db.transaction(async (tx) => {
    await embeddingModelWriter(tx).lockRoles();
    await requireFree(tx, model);
    await embeddingModelWriter(tx).insertTarget(model, total);
  });
}

async function requireFree(source: Source, model: string): Promise<void> {
  for (const { model: known, role } of await embeddingModelReader(source).all()) {
    if (known === model) throw new RollRefusedError(IN_USE[role](known));
    if (role === 'target') {
      throw new RollRefusedError(`a roll to ${known} is under way: switch to it or abort it first`);
    }
    if (role === 'previous') {
      throw new RollRefusedError(
        `the vectors of ${known} are kept since the last switch: remove them first (drop-old)`,
      );
    }
  }
}

const IN_USE = {
  serving: (model: string) => `${model} is the serving model`,
  target: (model: string) => `the roll to ${model} is under way already`,
  previous: (model: string) => `${model} served before and is still whole: go back by rollback`,
  dropping: (model: string) =>
    `the old vectors of ${model} are still being removed: try again later`,
};

async function servingModel(db: Database): Promise<string> {
  const serving = (await embeddingModelReader(db).all()).find(({ role }) => role === 'serving');
  if (!serving) throw new Error('no embedding model serves');
  return serving.model;
}
