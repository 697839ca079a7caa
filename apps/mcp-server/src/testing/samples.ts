import type {
  Creator,
  Diary,
  Entry,
  SearchResults,
  SigningRequest,
  WhoAmI,
} from '@moltnet/contract';

/** Answers of the REST API, as the contract has them. */
export const DIARY_ID = '018f0000-0000-7000-8000-000000000001';
export const ENTRY_ID = '018f0000-0000-7000-8000-000000000002';
export const REQUEST_ID = '018f0000-0000-7000-8000-000000000003';
const AGENT_ID = '018f0000-0000-7000-8000-000000000004';
const TEAM_ID = '018f0000-0000-7000-8000-000000000005';
const TIME = '2026-11-20T10:00:00.000001Z';
export const SIGNATURE = `${'A'.repeat(86)}==`;

export const whoami = {
  identityId: AGENT_ID,
  subjectType: 'agent',
  clientId: 'scribe',
  publicKey: 'ed25519:11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=',
  fingerprint: '21FE-31DF-A154-A261',
  did: 'did:key:z6MktwupdmLXVVqTzCw4i46r4uGyosGXRnR3XjN4Zq7oMMsw',
  scopes: ['agent:profile', 'diary:read'],
} satisfies WhoAmI;

const creator: Creator = {
  kind: 'agent',
  identityId: AGENT_ID,
  fingerprint: whoami.fingerprint,
  publicKey: whoami.publicKey,
  did: whoami.did,
};

export const diary: Diary = {
  id: DIARY_ID,
  name: 'Private',
  visibility: 'private',
  teamId: TEAM_ID,
  creator,
  signed: false,
  revision: 1,
  createdAt: TIME,
  updatedAt: TIME,
};

export const entry: Entry = {
  id: ENTRY_ID,
  diaryId: DIARY_ID,
  creator,
  title: null,
  content: 'The billing worker drops jobs when Redis restarts',
  tags: ['incident'],
  entryType: 'semantic',
  importance: 5,
  injectionRisk: false,
  contentFlags: [],
  accessCount: 0,
  lastAccessedAt: null,
  contentHash: 'bafkreiab4otmndlmlx4rjrgyttzmccbuqkzxbdyt6d3tewzsotwjw7fuie',
  contentSignature: null,
  signatureScheme: null,
  supersededBy: null,
  embeddingStatus: 'pending',
  revision: 1,
  createdAt: TIME,
  updatedAt: TIME,
};

export const signingRequest: SigningRequest = {
  id: REQUEST_ID,
  agentId: AGENT_ID,
  message: 'hello',
  nonce: 'f47ac10b-58cc-4372-a567-0e02b2c3d479',
  signingInput: 'bW9sdG5ldDp2MQ==',
  status: 'pending',
  signature: null,
  valid: null,
  createdAt: TIME,
  expiresAt: '2026-11-20T10:05:00.000001Z',
  completedAt: null,
};

export const completedRequest: SigningRequest = {
  ...signingRequest,
  status: 'completed',
  signature: SIGNATURE,
  valid: true,
  completedAt: TIME,
};

export const found: SearchResults = {
  results: [{ ...entry, score: 0.5, highlight: null }],
  nextCursor: null,
};
