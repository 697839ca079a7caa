import { createHash } from 'node:crypto';
import { uuidv7 } from 'uuidv7';
import { agentWriter } from '../agents/agent-writer.ts';
import type { AgentRecord } from '../agents/agent-reader.ts';
import type { Database } from '../connection/database.ts';
import type { DiaryRecord } from '../diaries/diary-columns.ts';
import { diaryWriter, type NewDiary } from '../diaries/diary-writer.ts';
import type { EntryRecord } from '../entries/entry-columns.ts';
import type { EntrySignatureRecord } from '../entries/entry-signatures.ts';
import { entryWriter, type NewEntry } from '../entries/entry-writer.ts';
import { teamWriter } from '../teams/team-writer.ts';

/** An agent with its personal team, the key made up. */
export async function givenAgent(
  db: Database,
  given: Partial<AgentRecord> = {},
): Promise<AgentRecord> {
  const identityId = uuidv7();
  const digest = createHash('sha256').update(identityId).digest();
  const personalTeamId = uuidv7();
  return db.transaction(async (tx) => {
    await teamWriter(tx).create({
      id: personalTeamId,
      name: 'Personal',
      personal: true,
      createdBy: identityId,
    });
    await teamWriter(tx).addMember({
      teamId: personalTeamId,
      subjectId: identityId,
      subjectNs: 'Agent',
      role: 'owner',
    });
    const { name, clientId, ...rest } = given;
    return agentWriter(tx).create({
      identityId,
      publicKey: `ed25519:${digest.toString('base64')}`,
      fingerprint: digest
        .toString('hex', 0, 8)
        .toUpperCase()
        .replace(/(?<=.)(?=(?:.{4})+$)/g, '-'),
      personalTeamId,
      name: name ?? undefined,
      clientId: clientId ?? undefined,
      ...rest,
    });
  });
}

/** A private diary of `agent`'s personal team. */
export async function givenDiary(
  db: Database,
  agent: AgentRecord,
  given: Partial<NewDiary> = {},
): Promise<DiaryRecord> {
  return db.transaction((tx) =>
    diaryWriter(tx).create({
      id: uuidv7(),
      name: 'Private',
      visibility: 'private',
      teamId: agent.personalTeamId,
      creatorId: agent.identityId,
      ...given,
    }),
  );
}

type Owned = Pick<DiaryRecord, 'id' | 'creatorId'>;

/** An unsigned entry of the diary's creator, to be written; its content hash is made up of its content. */
export function newEntry(diary: Owned, given: Partial<NewEntry> = {}): NewEntry {
  const content = given.content ?? 'Something worth keeping.';
  return {
    id: uuidv7(),
    diaryId: diary.id,
    authorId: diary.creatorId,
    title: null,
    content,
    tags: [],
    entryType: 'semantic',
    importance: 5,
    injectionRisk: false,
    contentFlags: [],
    contentHash: createHash('sha256').update(content).digest('hex'),
    signatureScheme: null,
    contentSignature: null,
    ...given,
  };
}

/** The same with its proof, whose signature nobody verifies. */
export function newSignedEntry(
  diary: Owned,
  nonce: string,
  given: Partial<NewEntry> = {},
): { readonly entry: NewEntry; readonly signature: EntrySignatureRecord } {
  const value = 'a signature';
  const entry = newEntry(diary, { ...given, signatureScheme: 'v2', contentSignature: value });
  const { id: entryId, diaryId, authorId, contentHash } = entry;
  const signature = {
    entryId,
    diaryId,
    authorId,
    publicKey: 'ed25519:key',
    scheme: 'v2' as const,
    nonce,
    signedAt: '2026-11-20T07:00:00.000000Z',
    createdAtText: null,
    prev: null,
    value,
    contentHash,
    signingRequestId: null,
  };
  return { entry, signature };
}

/** An entry as `newEntry`, written. */
export async function givenEntry(
  db: Database,
  diary: Owned,
  given: Partial<NewEntry> = {},
): Promise<EntryRecord> {
  const entry = newEntry(diary, given);
  const [written] = await db.transaction((tx) => entryWriter(tx).insertMany([entry]));
  if (!written) throw new Error('the entry was not written');
  return written;
}
