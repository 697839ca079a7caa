import type { OperationCases } from '../operation-case.ts';
import { nothingThere } from '../strangers-view.ts';
import type { World } from '../world.ts';

export const relations = {
  // Answered 200, the first of its answers: the relation is there already.
  createRelation: {
    request: async (world) => {
      const { sourceId, targetId, relation } = await related(world);
      return { route: `POST /entries/${sourceId}/relations`, body: { targetId, relation } };
    },
    seenByStranger: nothingThere,
  },
  listRelations: {
    request: ({ entryId }) => ({ route: `GET /entries/${entryId}/relations?depth=2` }),
    seenByStranger: nothingThere,
  },
  updateRelation: {
    request: async (world) => ({
      route: `PATCH /relations/${(await related(world)).id}`,
      body: { status: 'accepted' },
    }),
    seenByStranger: nothingThere,
  },
  deleteRelation: {
    request: async (world) => ({ route: `DELETE /relations/${(await related(world)).id}` }),
    seenByStranger: nothingThere,
  },
} satisfies OperationCases;

/** A relation of the entry of the world. */
async function related({ owner, diaryId, entryId }: World) {
  const { id: targetId } = await owner.client.entries.create(diaryId, { content: 'related' });
  return owner.client.entries.relations.create(entryId, { targetId, relation: 'references' });
}
