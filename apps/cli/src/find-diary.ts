import type { Diary, MoltNetClient } from '@moltnet/sdk';
import type { Session } from './context.ts';
import { EXIT } from './exit-code.ts';
import { Failure } from './failure.ts';

/** The diary that registration makes for every agent. */
const FIRST_DIARY = 'Private';
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const PAGE = 100;
/** Past so many diaries, an id is asked for. */
const MOST_PAGES = 20;

/**
 * The diary that `wanted` names by id or by name; without it, the agent's own first diary.
 * @throws Failure (usage) when there is none, or more than one of that name.
 */
export async function findDiary(session: Session, wanted: string | undefined): Promise<string> {
  const { client, profile } = session;
  if (wanted === undefined) return findFirstDiary(client, profile.identityId);
  if (UUID.test(wanted)) return wanted;
  const found = await named(client, wanted);
  const [first] = found;
  if (first && found.length === 1) return first.id;
  const problem = first
    ? `Several diaries are named ${wanted}: ${found.map(({ id }) => id).join(', ')}`
    : `No diary is named ${wanted}: see \`moltnet diary list\`.`;
  throw new Failure(EXIT.usage, problem);
}

async function findFirstDiary(client: MoltNetClient, identityId: string): Promise<string> {
  const found = await named(client, FIRST_DIARY);
  const own = found.filter(({ creator }) => creator.identityId === identityId);
  const [first] = own.toSorted((a, b) => (a.createdAt < b.createdAt ? -1 : 1));
  if (first) return first.id;
  throw new Failure(EXIT.usage, `You have no diary named ${FIRST_DIARY}: name one with --diary.`);
}

async function named(client: MoltNetClient, name: string): Promise<Diary[]> {
  const found: Diary[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < MOST_PAGES; page++) {
    const { items, nextCursor } = await client.diaries.list({
      limit: PAGE,
      ...(cursor !== undefined && { cursor }),
    });
    found.push(...items.filter((diary) => diary.name === name));
    if (nextCursor === null) return found;
    cursor = nextCursor;
  }
  throw new Failure(EXIT.usage, 'There are too many diaries to look through: give an id.');
}
