import type { Consents, Identities } from '@moltnet/auth';
import { type Database, humanReader, humanWriter } from '@moltnet/database';

const PAGE = 100;

/**
 * Looks at everybody's identity and notes whose is missing since when, and who is back. What a
 * missing person allowed clients to do ends with the first look that misses them.
 * @throws UpstreamUnavailableError; what it has noted until then stays noted
 */
export async function findGone(
  {
    db,
    identities,
    consents,
  }: {
    readonly db: Database;
    readonly identities: Pick<Identities, 'missing'>;
    readonly consents: Consents;
  },
  signal?: AbortSignal,
): Promise<string[]> {
  const newlyGone: string[] = [];
  let after: string | undefined;
  for (;;) {
    if (signal?.aborted) break;
    const page = await humanReader(db).page(after, PAGE);
    const ids = page.map(({ identityId }) => identityId);
    const missing = await identities.missing(ids);
    const known = new Set(
      page.filter(({ goneSince }) => goneSince).map((human) => human.identityId),
    );
    for (const id of missing) if (!known.has(id)) await consents.end(id);
    const there = ids.filter((id) => !missing.includes(id));
    const marked = await db.transaction(async (tx) => {
      await humanWriter(tx).markPresent(there);
      return humanWriter(tx).markGone(missing);
    });
    newlyGone.push(...marked);
    if (page.length < PAGE) break;
    after = ids.at(-1);
  }
  return newlyGone;
}
