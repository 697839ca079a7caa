import type { Diary, MoltNetClient } from '@moltnet/sdk';
import { EXIT } from './exit-code.ts';
import { Failure } from './failure.ts';

/** The diary that registration makes for every agent. */
const FIRST_DIARY = 'Private';
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const PAGE = 100;
/** Past so many diaries, an id is asked for. */
const MOST_PAGES = 20;

/** The caller's own first diary, named `Private`. @throws Failure (usage) when it is gone. */
export async function findDefaultDiary(client: MoltNetClient, identityId: string): Promise<string> {
  const found = await named(client, FIRST_DIARY);
  const own = found.filter(({ creator }) => creator.identityId === identityId);
  const [first] = own.toSorted((a, b) => (a.createdAt < b.createdAt ? -1 : 1));
  if (first) return first.id;
  throw new Failure(EXIT.usage, `You have no diary named ${FIRST_DIARY}: name one with --diary.`);
}

/** The diary of this id, or the only one of this name. @throws Failure (usage). */
export async function findDiary(client: MoltNetClient, idOrName: string): Promise<string> {
  if (UUID.test(idOrName)) return idOrName;
  const found = await named(client, idOrName);
  const [first] = found;
  if (first && found.length === 1) return first.id;
  const problem = first
    ? `Several diaries are named ${idOrName}: ${found.map(({ id }) => id).join(', ')}`
    : `No diary is named ${idOrName}: see \`moltnet diary list\`.`;
  throw new Failure(EXIT.usage, problem);
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
