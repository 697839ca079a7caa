import { beforeAll, describe, inject, test } from 'vitest';
import { type Agent, join } from '../harness/agents.ts';
import { apiAt, type Request } from '../harness/http.ts';
import { expectFields } from '../harness/problems.ts';

const { apiUrl } = inject('network');
const SIGNATURE = `${'A'.repeat(86)}==`;
const MISSING = '018f0000-0000-7000-8000-0000000000ff';

let agent: Agent;
beforeAll(async () => {
  agent = await join(apiUrl);
});

/** What is wrong, the fields that are named for it, and the body. */
type BodyRow = [string, string[], unknown];

const ENTRY_ROWS: BodyRow[] = [
  ['nothing', ['body.content'], {}],
  ['an empty text', ['body.content'], { content: '' }],
  ['100,001 characters', ['body.content'], { content: 'x'.repeat(100_001) }],
  ['100,001 emoji', ['body.content'], { content: '🦀'.repeat(100_001) }],
  ['a NUL', ['body.content'], { content: 'a\u0000b' }],
  ['a lone surrogate', ['body.content'], { content: 'a\ud83e' }],
  ['a lone low surrogate first', ['body.content'], { content: '\udd80a' }],
  ['a NUL in the title', ['body.title'], { content: 'x', title: '\u0000' }],
  ['a lone surrogate in a tag', ['body.tags.0'], { content: 'x', tags: ['\udd80'] }],
  ['a number as text', ['body.content'], { content: 5 }],
  ['null as text', ['body.content'], { content: null }],
  ['a title of 256', ['body.title'], { content: 'x', title: 'x'.repeat(256) }],
  ['21 tags', ['body.tags'], { content: 'x', tags: Array.from({ length: 21 }, String) }],
  ['a tag of 129', ['body.tags.1'], { content: 'x', tags: ['a', 'x'.repeat(129)] }],
  ['an empty tag', ['body.tags.0'], { content: 'x', tags: [''] }],
  ['tags that are no list', ['body.tags'], { content: 'x', tags: 'a' }],
  ['importance 0', ['body.importance'], { content: 'x', importance: 0 }],
  ['importance 11', ['body.importance'], { content: 'x', importance: 11 }],
  ['importance 1.5', ['body.importance'], { content: 'x', importance: 1.5 }],
  ['importance as text', ['body.importance'], { content: 'x', importance: '5' }],
  ['an unknown type', ['body.entryType'], { content: 'x', entryType: 'dream' }],
  ['a hash that is none', ['body.contentHash'], { content: 'x', contentHash: 'abc' }],
  ['a request that is no id', ['body.signingRequestId'], { content: 'x', signingRequestId: '1' }],
  [
    'an unknown scheme',
    ['body.signature.scheme'],
    {
      content: 'x',
      signature: {
        scheme: 'v3',
        createdAt: new Date().toISOString(),
        nonce: 'AAAAAAAAAAAAAAAAAAAAAA',
        value: SIGNATURE,
      },
    },
  ],
  [
    'half a signature',
    ['body.signature.createdAt', 'body.signature.nonce', 'body.signature.value'],
    { content: 'x', signature: { scheme: 'v2' } },
  ],
  [
    'a time that is none',
    ['body.signature.createdAt'],
    {
      content: 'x',
      signature: {
        scheme: 'v2',
        createdAt: 'yesterday',
        nonce: 'AAAAAAAAAAAAAAAAAAAAAA',
        value: SIGNATURE,
      },
    },
  ],
  ['an unknown field', ['body.colour'], { content: 'x', colour: 'red' }],
  ['an author', ['body.creator'], { content: 'x', creator: { kind: 'agent' } }],
  [
    'several faults at once',
    ['body.content', 'body.importance', 'body.nope'],
    { importance: 99, nope: 1 },
  ],
];

describe('a new entry with', () => {
  test.each(ENTRY_ROWS)('%s is refused, naming %j', async (_, fields, body) => {
    expectFields(await agent.api(`POST /diaries/${agent.diaryId}/entries`, { body }), fields);
  });
});

describe('other bodies', () => {
  test.each<[string, Parameters<Agent['api']>[0], string[], unknown]>([
    ['a diary without a name', 'POST /diaries', ['body.name'], {}],
    ['a diary with an empty name', 'POST /diaries', ['body.name'], { name: '' }],
    ['a diary name of 256', 'POST /diaries', ['body.name'], { name: 'x'.repeat(256) }],
    ['a diary name with a NUL', 'POST /diaries', ['body.name'], { name: '\u0000' }],
    [
      'an unknown visibility',
      'POST /diaries',
      ['body.visibility'],
      { name: 'x', visibility: 'secret' },
    ],
    ['a patch of nothing', `PATCH /diaries/${MISSING}`, ['body'], {}],
    ['a patch of what is fixed', `PATCH /diaries/${MISSING}`, ['body.teamId'], { teamId: MISSING }],
    ['an entry patch of nothing', `PATCH /entries/${MISSING}`, ['body'], {}],
    ['an entry patch to null', `PATCH /entries/${MISSING}`, ['body.content'], { content: null }],
    ['an empty message', 'POST /crypto/signing-requests', ['body.message'], { message: '' }],
    [
      'a message of 100,001',
      'POST /crypto/signing-requests',
      ['body.message'],
      { message: 'x'.repeat(100_001) },
    ],
    [
      'a signature that is no base64',
      `POST /crypto/signing-requests/${MISSING}/sign`,
      ['body.signature'],
      { signature: 'abc' },
    ],
    ['an empty query', 'POST /diaries/search', ['body.query'], { query: '' }],
    ['a query of 501', 'POST /diaries/search', ['body.query'], { query: 'x'.repeat(501) }],
    ['a weight above 1', 'POST /diaries/search', ['body.wRecency'], { query: 'x', wRecency: 1.1 }],
    ['a limit of 101', 'POST /diaries/search', ['body.limit'], { query: 'x', limit: 101 }],
    ['an unknown filter', 'POST /diaries/search', ['body.author'], { query: 'x', author: 'me' }],
    ['a cursor of nobody', 'POST /diaries/search', ['body.cursor'], { query: 'x', cursor: 'abc' }],
  ])('%s: %s is refused, naming %j', async (_, route, fields, body) => {
    expectFields(await agent.api(route, { body }), fields);
  });
});

describe('paths, queries and headers', () => {
  const entries = (query: string): Parameters<Agent['api']>[0] =>
    `GET /diaries/${MISSING}/entries?${query}`;
  const ids = (count: number): string =>
    Array.from({ length: count }, (_, index) => MISSING.slice(0, -3) + (100 + index)).join(',');

  test.each<[string, Parameters<Agent['api']>[0], string[], Request?]>([
    ['an id that is none', 'GET /entries/abc', ['params.id']],
    ['an id with a NUL', 'GET /entries/%00', ['params.id']],
    ['a fingerprint that is none', 'GET /agents/abc', ['params.fingerprint']],
    ['a limit of 0', 'GET /diaries?limit=0', ['query.limit']],
    ['a limit of 101', 'GET /diaries?limit=101', ['query.limit']],
    ['a limit in words', 'GET /diaries?limit=ten', ['query.limit']],
    ['two limits', 'GET /diaries?limit=1&limit=2', ['query.limit']],
    ['an unknown filter', 'GET /diaries?owner=me', ['query.owner']],
    ['a cursor of nobody', 'GET /diaries?cursor=abc', ['query.cursor']],
    ['an empty cursor', 'GET /diaries?cursor=', ['query.cursor']],
    ['an offset below 0', 'GET /diaries?offset=-1', ['query.offset']],
    ['a time that is none', entries('createdAfter=yesterday'), ['query.createdAfter']],
    ['51 ids', entries(`ids=${ids(51)}`), ['query.ids']],
    ['an unknown type', entries('entryType=dream'), ['query.entryType.0']],
    ['no ids to delete', 'DELETE /entries', ['query.ids']],
    ['101 ids to delete', `DELETE /entries?ids=${ids(101)}`, ['query.ids']],
    ['a status that is none', 'GET /crypto/signing-requests?status=lost', ['query.status.0']],
    ['a minimum of 0', `GET /diaries/${MISSING}/tags?minCount=0`, ['query.minCount']],
    [
      'a team that is no id',
      'GET /diaries',
      ['headers.x-moltnet-team-id'],
      { headers: { 'x-moltnet-team-id': 'mine' } },
    ],
    [
      'a key with a space',
      'POST /diaries',
      ['headers.idempotency-key'],
      { body: { name: 'x' }, headers: { 'idempotency-key': 'a b' } },
    ],
    [
      'a key of 256',
      'POST /diaries',
      ['headers.idempotency-key'],
      { body: { name: 'x' }, headers: { 'idempotency-key': 'x'.repeat(256) } },
    ],
  ])('%s: %s is refused, naming %j', async (_, route, fields, request) => {
    expectFields(await agent.api(route, request), fields);
  });

  test('a form with a parameter twice is refused (RFC 6749 §3.2)', async () => {
    const raw = new URLSearchParams('grant_type=client_credentials&client_id=a&client_id=b');
    expectFields(await apiAt(apiUrl)('POST /oauth2/token', { raw }), ['body.client_id']);
  });
});

describe('a registration', () => {
  const nonce = 'A'.repeat(43);
  const good = {
    publicKey: `ed25519:${'A'.repeat(43)}=`,
    proof: SIGNATURE,
    credentialType: 'oauth2',
  };

  test.each<[string, string[], unknown, string | undefined]>([
    ['without a nonce', ['headers.idempotency-key'], good, undefined],
    ['with a short nonce', ['headers.idempotency-key'], good, 'abc'],
    ['without a key', ['body.publicKey'], { ...good, publicKey: undefined }, nonce],
    ['with a key of another kind', ['body.publicKey'], { ...good, publicKey: 'rsa:AAAA' }, nonce],
    ['with an empty name', ['body.name'], { ...good, name: '' }, nonce],
    ['with a name of 65', ['body.name'], { ...good, name: 'x'.repeat(65) }, nonce],
    ['with a field of nobody', ['body.role'], { ...good, role: 'admin' }, nonce],
  ])('%s is refused, naming %j', async (_, fields, body, key) => {
    const headers = key === undefined ? {} : { 'idempotency-key': key };
    expectFields(await apiAt(apiUrl)('POST /auth/register', { body, headers }), fields);
  });
});
