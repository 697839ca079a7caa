import { e2e, type Requirements } from './requirement.ts';

/** Rules for every route. */
export const RULES: Requirements = {
  'rule.openapi': {
    says: 'The OpenAPI document describes every operation that is served, and no other.',
    provenBy: [
      e2e('operations/every-operation.test.ts', 'the running server describes every operation'),
    ],
  },
  'rule.validation': {
    says: 'An unknown field, a wrong type or a value out of bounds is 400 and names each field.',
    provenBy: [e2e('rules/validation.test.ts', '%s is refused, naming %j')],
  },
  'rule.problems': {
    says: 'Every error is a problem of the catalogue, and the catalogue is complete.',
    provenBy: [
      e2e('rules/problems.test.ts', 'lists every problem of the contract'),
      e2e('rules/problems.test.ts', 'describes %s by its slug'),
    ],
  },
  'rule.order': {
    says: 'Checks come in order: rate limit, authentication, validation, scope, permission, handler.',
    provenBy: [
      e2e('network/rate-limits.test.ts', 'every request counts against its address before'),
      e2e('rules/problems.test.ts', 'authentication before validation'),
      e2e('rules/problems.test.ts', 'validation before scope'),
      e2e('rules/problems.test.ts', 'scope before permission'),
      e2e('rules/problems.test.ts', 'permission before the handler'),
    ],
  },
  'rule.pages': {
    says: 'A list read page by page loses and repeats nothing while rows are inserted.',
    provenBy: [
      e2e('rules/pages.test.ts', 'in pages loses and repeats nothing while rows are inserted'),
      e2e('memory/search.test.ts', 'lose and repeat nothing, and keep the order of the scores'),
    ],
  },
  'rule.idempotency': {
    says: 'A create repeated with its Idempotency-Key answers the first result; another body is 409.',
    provenBy: [
      e2e('rules/idempotency.test.ts', 'answers the same request with the first result'),
      e2e('rules/idempotency.test.ts', 'answers 409 to the same key with another body'),
      e2e('rules/idempotency.test.ts', 'creates one where five come at once'),
    ],
  },
  'rule.idempotency-machines': {
    says: 'One key sent to two machines at once makes one thing, also when one is killed; kept sealed.',
    provenBy: [
      'apps/rest-api/src/idempotency.test.ts › with one key at once is made once, and both answer',
      'apps/rest-api/src/idempotency.test.ts › a machine that is killed in the middle has made',
    ],
  },
  'entries.batch': {
    says: 'A batch of entries is written whole or not at all, and what is wrong names its entry.',
    provenBy: [
      e2e('memory/batch.test.ts', 'is written in its order, each entry signed or not'),
      e2e('memory/batch.test.ts', 'a batch with something wrong in it writes nothing'),
      e2e('memory/batch.test.ts', 'repeated with its Idempotency-Key is written once'),
      e2e('memory/batch.test.ts', 'takes the place of others, at once and by accepted relations'),
    ],
  },
  'diaries.export': {
    says: 'An export is one moment of a diary, with what it takes to verify each entry by itself.',
    provenBy: [
      e2e('memory/portability.test.ts', 'has every entry with what it takes to verify it'),
      e2e('memory/portability.test.ts', 'of more than a page loses nothing, whoever writes'),
    ],
  },
  'diaries.import': {
    says: 'An import verifies each line, brings nothing twice, and goes on where it was cut off.',
    provenBy: [
      e2e('memory/portability.test.ts', 'names each line that it refuses, and takes the others'),
      e2e('memory/portability.test.ts', 'into another diary brings all of it, once'),
      e2e('memory/portability.test.ts', 'that is cut off keeps what was committed'),
    ],
  },
  'diaries.import-author': {
    says: 'An import makes nobody the author of what this key has not signed for this diary.',
    provenBy: [
      'libs/diary/src/import/placing.test.ts › an imported entry',
      e2e('memory/portability.test.ts', 'of another’s words makes them nobody’s but'),
    ],
  },
  'entries.similar': {
    says: 'A create says which entries of the diary are nearly the same, and refuses none for it.',
    provenBy: [e2e('memory/consolidation.test.ts', 'names those of its diary that say the same')],
  },
  'entries.consolidation': {
    says: 'A consolidation puts each entry into one cluster, alike in any order, and changes nothing.',
    provenBy: [
      'libs/diary/src/consolidation/cluster-memories.test.ts › each is in one cluster, and a',
      'libs/diary/src/consolidation/cluster-memories.test.ts › their order does not matter',
      'libs/diary/src/consolidation/cluster-memories.test.ts › a higher threshold only divides',
      e2e('memory/consolidation.test.ts', 'is for readers, and changes nothing'),
    ],
  },
  'security.tools': {
    says: 'A stranger reaches nothing of an agent by any MCP tool.',
    provenBy: [
      e2e('enemy/mcp-stranger.test.ts', 'a stranger reaches nothing of the world by any tool'),
    ],
  },
  'security.enumeration': {
    says: 'What does not exist and what may not be read get one answer, after the same work.',
    provenBy: [
      e2e(
        'operations/stranger.test.ts',
        '$operationId: what exists and what does not look the same',
      ),
      'libs/auth/src/permissions/permissions.test.ts › and take as long, with %s',
    ],
  },
  'security.bound-keys': {
    says: 'A key that is bound to one team reaches nothing of another by any operation.',
    provenBy: [
      e2e('enemy/bound-key.test.ts', 'reaches nothing of its other teams by $operationId'),
    ],
  },
  'security.mass-assignment': {
    says: 'No body sets what the server decides: ids, authors, times, flags.',
    provenBy: [e2e('enemy/mass-assignment.test.ts', 'lets nobody set what the server decides')],
  },
  'security.smuggling': {
    says: 'A request that can be read in two ways is refused, and no spelling of a path goes round authentication.',
    provenBy: [
      e2e('enemy/smuggling.test.ts', 'a request whose length can be read in two ways is refused'),
      e2e('enemy/smuggling.test.ts', '%s is no way round authentication'),
    ],
  },
  'rule.revisions': {
    says: 'Of two changes based on the same revision one gets through; If-Match guards deletion too.',
    provenBy: [
      e2e('rules/revisions.test.ts', 'lets one of two changes through that are based on the same'),
      e2e('rules/revisions.test.ts', 'guards the deletion, too'),
    ],
  },
  'rule.reading-is-reading': {
    says: 'Reading and searching change neither revision nor updatedAt.',
    provenBy: [e2e('rules/revisions.test.ts', 'reading and searching change neither')],
  },
  'rule.request-ids': {
    says: 'X-Request-Id is accepted or made, echoed, and in every log line and problem.',
    provenBy: [
      e2e('rules/request-ids.test.ts', 'is in the problem and in the log'),
      'libs/observability/src/request-log.test.ts › accepts the id of the caller',
    ],
  },
  'rule.rate-limits': {
    says: 'Limited routes say how much is left, and refuse with Retry-After; health is never limited.',
    provenBy: [
      e2e('network/rate-limits.test.ts', 'limited routes say how much is left'),
      e2e('network/rate-limits.test.ts', 'searches past the limit are refused with Retry-After'),
      e2e('network/rate-limits.test.ts', 'health is never limited'),
    ],
  },
  'rule.rate-limits-shared': {
    says: 'With a Redis all machines count together; without it reads go on and registration is 503.',
    provenBy: [
      'apps/rest-api/src/plugins/rate-limits.test.ts › count together',
      'apps/rest-api/src/plugins/rate-limits.test.ts › killed: reads go on, registration and',
      'apps/rest-api/src/plugins/rate-limits.test.ts › hung: requests wait some milliseconds',
    ],
  },
  'credentials.other-machines': {
    says: 'With a Redis a token is minted once for all machines, unreadable there, and ends on all at once.',
    provenBy: [
      'apps/rest-api/src/ended-credentials.test.ts › a token that one has minted is given by',
      'apps/rest-api/src/ended-credentials.test.ts › a rotation on one ends secret and tokens',
      'apps/rest-api/src/ended-credentials.test.ts › a rotation while Redis is gone ends them',
      'libs/auth/src/tokens/opaque-tokens.test.ts › another machine’s introspection counts',
    ],
  },
  'rule.rate-limits-mcp': {
    says: 'Who comes over MCP is counted by the own address, and nobody can claim another one.',
    provenBy: [
      'apps/rest-api/src/plugins/rate-limits.test.ts › believes the MCP server for whom it asks',
      'apps/mcp-server/src/auth/authentication.test.ts › reaches the REST API with the request id',
      'tools/start/src/processes/plan.test.ts › the MCP server and the REST API share a key',
    ],
  },
  'ory.split': {
    says: 'A self-hosted Ory with ports of its own for public and admin is taken by its six URLs.',
    provenBy: [
      'libs/auth/src/ory/split.test.ts › each call goes to the port of a self-hosted Ory',
      'apps/rest-api/src/config/config.test.ts › refuses both ways to name an Ory at once',
    ],
  },
  'rule.rate-limits-address': {
    says: 'An address is that of the trusted proxy hop, an IPv6 one by its /64.',
    provenBy: [
      'apps/rest-api/src/plugins/rate-limits.test.ts › counts the /64 of an IPv6 address',
      'apps/rest-api/src/plugins/rate-limits.test.ts › believes one proxy and nothing that',
    ],
  },
  'rule.cors': {
    says: 'Web pages may call from allowed origins only.',
    provenBy: [
      e2e('rules/headers.test.ts', 'lets an origin of the allow-list read'),
      e2e('rules/headers.test.ts', 'allows another origin nothing in its preflight'),
    ],
  },
};
