export type { CallOptions, ChangeOptions, CreateOptions, TeamOptions } from './api.ts';
export { checkEntry, type EntryCheck } from './check-entry.ts';
export {
  createMoltNetClient,
  type MoltNetClient,
  type MoltNetClientOptions,
  type RecoverInput,
  type RegisterInput,
  type RotateKeyInput,
} from './client.ts';
export { MoltNetConnectionError } from './connection-error.ts';
export type { Fetch } from './exchange.ts';
export { MoltNetProblem } from './problem.ts';
export { type EntryToSign, signEntryV2 } from './sign-entry.ts';
export type { ClientAuth } from './token-source.ts';
export type {
  AgentKey,
  AgentProfile,
  BatchEntryInput,
  ClientCredentials,
  ConsolidateInput,
  Consolidation,
  CreateAgentKeyInput,
  CreateDiaryInput,
  CreateEntryInput,
  Creator,
  CredentialType,
  DeleteEntriesResult,
  Diary,
  DiaryGrant,
  DiaryTransfer,
  Entry,
  EntryShare,
  EntryType,
  EntryVerification,
  Group,
  GroupWithMembers,
  Invite,
  InviteWithCode,
  IssuedAgentKey,
  ListEntriesQuery,
  NewEntryShare,
  PatchDiaryInput,
  PatchEntryInput,
  Registration,
  SearchInput,
  SearchResult,
  SearchResults,
  SharedEntry,
  ShareEntryInput,
  SigningRequest,
  Team,
  TeamMember,
  TeamWithMembers,
  WhoAmI,
} from '@moltnet/contract';
