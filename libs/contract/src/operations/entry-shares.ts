import type { Operation } from '../operation.ts';
import { EntryParams } from '../schemas/entries.ts';
import {
  DeleteShareQuery,
  EntryShareList,
  NewEntryShare,
  RevokedShare,
  SharedEntry,
  ShareEntryBody,
  ShareTokenParams,
} from '../schemas/entry-shares.ts';

export const entrySharesOperations = {
  // Not idempotent: the first answer would have to be kept, and with it the token. With an agent or
  // a person, sharing again changes nothing anyway.
  shareEntry: {
    method: 'POST',
    path: '/entries/:id/shares',
    summary: 'Share one entry with an agent or a person, or by a link that expires',
    tag: 'Entries',
    auth: { scopes: ['diary:manage'] },
    rateLimit: 'authenticated',
    params: EntryParams,
    body: ShareEntryBody,
    responses: { 201: NewEntryShare },
    problems: ['NOT_FOUND', 'CONFLICT'],
  },
  listEntryShares: {
    method: 'GET',
    path: '/entries/:id/shares',
    summary: 'With whom one entry is shared, and the links that lead to it, without their tokens',
    tag: 'Entries',
    auth: { scopes: ['diary:manage'] },
    rateLimit: 'read',
    params: EntryParams,
    responses: { 200: EntryShareList },
    problems: ['NOT_FOUND'],
  },
  deleteEntryShare: {
    method: 'DELETE',
    path: '/entries/:id/shares',
    summary: 'Take a share of an entry back; a link leads nowhere from then on',
    tag: 'Entries',
    auth: { scopes: ['diary:manage'] },
    rateLimit: 'authenticated',
    params: EntryParams,
    query: DeleteShareQuery,
    responses: { 200: RevokedShare },
    problems: ['NOT_FOUND'],
  },
  getSharedEntry: {
    method: 'GET',
    path: '/shares/:token',
    summary: 'The entry that a link leads to, for anyone who has it',
    tag: 'Entries',
    auth: 'public',
    rateLimit: 'anonymous',
    params: ShareTokenParams,
    responses: { 200: SharedEntry },
    problems: ['NOT_FOUND'],
  },
} as const satisfies Record<string, Operation>;
