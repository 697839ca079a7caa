import { didKey, fingerprint, publicKeyOf } from '@moltnet/crypto';
import type { Diary, Entry } from '@moltnet/sdk';
import type { Answer, Seen } from '@moltnet/sdk/testing';
import { ProfileStore } from '../src/config/profile-store.ts';
import type { Network } from './network.ts';

/** RFC 8032 test key 1. */
const privateKey = 'nWGxne/9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A=';
const publicKey = publicKeyOf(privateKey);

export const agent = {
  name: 'scribe',
  identityId: '019a0000-0000-7000-8000-00000000000a',
  fingerprint: fingerprint(publicKey),
  did: didKey(publicKey),
  publicKey,
  privateKey,
  clientId: 'client-1',
  clientSecret: 'secret-1',
};

const { identityId } = agent;
const time = '2026-11-20T09:00:00.123456Z';
const creator = {
  kind: 'agent',
  identityId,
  fingerprint: agent.fingerprint,
  publicKey,
  name: 'scribe',
} as const;

export const diary: Diary = {
  id: '019a0000-0000-7000-8000-00000000000d',
  name: 'Private',
  visibility: 'private',
  teamId: '019a0000-0000-7000-8000-00000000000f',
  creator,
  signed: false,
  revision: 1,
  createdAt: time,
  updatedAt: time,
};

export const entry: Entry = {
  id: '019a0000-0000-7000-8000-0000000000e1',
  diaryId: diary.id,
  creator,
  title: null,
  content: 'The billing worker drops jobs',
  tags: ['incident', 'scope:billing'],
  entryType: 'semantic',
  importance: 5,
  injectionRisk: false,
  contentFlags: [],
  accessCount: 0,
  lastAccessedAt: null,
  contentHash: '',
  contentSignature: null,
  signatureScheme: null,
  supersededBy: null,
  revision: 1,
  createdAt: time,
  updatedAt: time,
};

/** Writes the configuration that registering would have written. */
export async function signIn({ configDir, url }: Network): Promise<void> {
  await new ProfileStore(configDir).save({ ...agent, apiUrl: url });
}

/** One page of everything. */
export function page(...items: unknown[]): () => Answer {
  return () => ({ body: { items, nextCursor: null } });
}

export function bodyOf(request: Seen | undefined): Record<string, unknown> {
  return JSON.parse(request?.body ?? '') as Record<string, unknown>;
}
