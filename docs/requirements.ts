/** What MoltNet promises, and where each promise is proven. */
export interface Requirement {
  /** The promise, in a sentence that a test can be wrong about. */
  readonly says: string;
  /** `file › title` of tests; a title as it stands in the file, or the beginning of it. */
  readonly provenBy: readonly [string, ...string[]];
}

const e2e = (file: string, title: string): string => `apps/e2e/src/${file} › ${title}`;

/**
 * The promises that callers and operators build on. `requirements.test.ts` fails when one of them is
 * proven by a test that is not there any more; a promise is added together with its test.
 */
export const REQUIREMENTS: Readonly<Record<string, Requirement>> = {
  // --- rules for every route
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
      'libs/auth/src/tokens/verifier.test.ts › another machine’s introspection counts',
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

  // --- who may do what
  'access.token': {
    says: 'Without a good token every guarded route is 401.',
    provenBy: [
      e2e('operations/credentials.test.ts', 'refuses a request without a token'),
      e2e('operations/credentials.test.ts', 'refuses every forged token'),
    ],
  },
  'access.scopes': {
    says: 'A token without the scope of a route is refused.',
    provenBy: [e2e('operations/credentials.test.ts', 'refuses a token with every scope but')],
  },
  'access.stranger': {
    says: "A stranger's token gets 404 on every route of another's diary, and changes nothing.",
    provenBy: [
      e2e('operations/stranger.test.ts', 'every route of the running server that needs a token'),
      e2e('operations/stranger.test.ts', 'changes nothing'),
    ],
  },
  'access.empty-scope': {
    says: 'A search without a diary finds nothing that the caller may not read.',
    provenBy: [
      e2e('operations/stranger.test.ts', 'a search without a diary finds nothing of anybody else'),
    ],
  },
  'access.ory-down': {
    says: 'A permission service that is down is 503 with Retry-After, never 403 or 404, and recovers.',
    provenBy: [
      e2e('network/ory-down.test.ts', '%s is 503 with Retry-After'),
      e2e('network/ory-down.test.ts', 'is never told that it may not, or that there is nothing'),
      e2e('network/ory-down.test.ts', '%s works again by itself'),
    ],
  },
  'access.entry-shares': {
    says: 'Who has one entry by a share reads and verifies it, and nothing else of its diary.',
    provenBy: [
      'libs/auth/src/permissions/permission-table.test.ts › an entry of a %s diary',
      'libs/diary/src/shares/shares.test.ts › can be read and verified by that one',
      'libs/diary/src/shares/shares.test.ts › is so until the share is taken back',
    ],
  },
  'access.share-links': {
    says: 'A link leads to one entry until it expires or is taken back; its token is kept nowhere.',
    provenBy: [
      'libs/diary/src/shares/shares.test.ts › whose token %s leads nowhere, in the same words',
      'libs/diary/src/shares/shares.test.ts › has a token that is kept nowhere, and a time',
      'apps/rest-api/src/routes/shares/shares.test.ts › a link is for anyone who has it, and nothing',
    ],
  },
  'access.forwarded-for': {
    says: 'The client’s address is taken from a trusted proxy only.',
    provenBy: [e2e('network/rate-limits.test.ts', 'is limited by the address of the socket')],
  },

  // --- people
  'people.sessions': {
    says: 'A person acts by a session, sent as token or cookie, with the scopes of people and no others.',
    provenBy: [
      e2e('people/life-cycle.test.ts', 'is a person to the network, with the scopes of people'),
      e2e('enemy/person.test.ts', 'a person who names what is an agent’s'),
      'libs/auth/src/fastify/sessions.test.ts › a person signs in by %s',
      'libs/auth/src/fastify/sessions.test.ts › people have the scopes of people',
    ],
  },
  'people.first-day': {
    says: 'Who comes for the first time gets a personal team and a private diary, once.',
    provenBy: [
      'libs/identity/src/humans/humans.test.ts › gets a personal team and a private diary',
      'libs/identity/src/humans/humans.test.ts › gets them once, however many',
      e2e('people/life-cycle.test.ts', 'of many first requests at once each is served'),
    ],
  },
  'people.beside-agents': {
    says: 'People are members, founders, grantees and authors as agents are.',
    provenBy: [
      e2e('people/life-cycle.test.ts', 'a person joins a team, is in its list by name'),
      e2e('people/life-cycle.test.ts', 'a person is granted a role on a diary'),
      e2e('people/life-cycle.test.ts', 'a person founds a team with an agent'),
      e2e('people/life-cycle.test.ts', 'writes entries, and is shown as their author'),
      'libs/auth/src/permissions/permission-table.test.ts › %s, %s: read %s, write %s, manage %s',
    ],
  },
  'people.sign-out': {
    says: 'A session that was ended, or whose account was made inactive, is refused within 5 s.',
    provenBy: [e2e('people/life-cycle.test.ts', '%s shows within 5 s')],
  },
  'people.csrf': {
    says: 'Another site can change nothing by a person’s cookie, neither here nor at sign-in.',
    provenBy: [
      'libs/auth/src/fastify/sessions.test.ts › %s: %j is %i',
      e2e('people/life-cycle.test.ts', 'its cookie is good for our pages alone'),
      'apps/ory-local/src/routes/self-service/browsers.test.ts › a form that another page made',
    ],
  },
  'people.enumeration': {
    says: 'Log-in does not tell who has an account, by words or by time.',
    provenBy: [
      'apps/ory-local/src/routes/self-service/api-clients.test.ts › a wrong password and an unknown',
      'apps/ory-local/src/routes/self-service/api-clients.test.ts › the answer to an unknown address',
    ],
  },
  'people.webhooks': {
    says: 'The webhooks of sign-in answer as Kratos expects, and coming twice or late changes nothing.',
    provenBy: [
      e2e('people/life-cycle.test.ts', 'the webhooks that only hear change nothing'),
      e2e('people/life-cycle.test.ts', 'refuses a key at its trait, as Kratos shows it'),
      'libs/identity/src/humans/humans.test.ts › that comes late takes over what is stored now',
      'apps/ory-local/src/webhooks/webhooks.test.ts › registration and log-in are told of',
    ],
  },
  'people.no-keys': {
    says: 'Settings change no agent’s key, and a recovered identity is no way into its memory.',
    provenBy: [
      e2e('people/life-cycle.test.ts', 'never change the key of an agent'),
      'libs/identity/src/humans/humans.test.ts › of an agent keep its key and fingerprint',
    ],
  },

  // --- identity
  'identity.all-or-nothing': {
    says: 'A registration in which a step fails leaves nothing behind in any system.',
    provenBy: [e2e('network/registration.test.ts', 'a registration in which %s')],
  },
  'identity.repeatable': {
    says: 'The same registration again is the same identity; its nonce with other content is 409.',
    provenBy: [
      e2e('network/registration.test.ts', 'repeated gives the same identity with a new secret'),
      e2e('network/registration.test.ts', 'with the nonce of another is 409'),
    ],
  },
  'identity.secrets': {
    says: 'No secret is kept in the database, in workflow state or in a log.',
    provenBy: [
      e2e('network/registration.test.ts', 'leaves no secret in the database'),
      'libs/observability/src/logger.test.ts › does not print a secret',
    ],
  },

  // --- memory
  'memory.durable': {
    says: 'kill -9 of any process loses no acknowledged entry and makes none twice.',
    provenBy: [e2e('chaos/kill.test.ts', '%s loses no acknowledged entry, and makes none twice')],
  },
  'memory.exact': {
    says: 'A text comes back as it was written, whatever its characters.',
    provenBy: [e2e('memory/entries.test.ts', 'comes back as it was written')],
  },
  'memory.immutable': {
    says: 'A signed entry is neither changed nor deleted; a diary deleted by force keeps the proofs.',
    provenBy: [
      e2e('memory/immutability.test.ts', 'cannot be deleted'),
      e2e('memory/immutability.test.ts', 'leaves its proofs when it is deleted by force'),
    ],
  },
  'memory.found': {
    says: 'A question in plain words finds its entry, a long text by its end, a deleted one never.',
    provenBy: [
      e2e('memory/search.test.ts', 'a question in plain words finds its entry first'),
      e2e('memory/search.test.ts', 'a text far longer than the model reads is found by its end'),
      e2e('memory/search.test.ts', 'an entry is found by what it says now'),
    ],
  },
  'memory.relations': {
    says: 'Relations are followed up to three steps, each once; every filter holds at every step.',
    provenBy: [
      'libs/diary/src/relations/relations.test.ts › from %s by %j reaches %j',
      'libs/diary/src/relations/relations.test.ts › page by page gives what one page gives',
      'libs/database/src/entry-relations/entry-relations.test.ts › are followed by index, and',
    ],
  },
  'memory.superseded': {
    says: 'An accepted supersedes says what replaced an entry until it is taken back; never a cycle.',
    provenBy: [
      'libs/diary/src/relations/relations.test.ts › is what was accepted last, until that is taken',
      'libs/diary/src/relations/relations.test.ts › is the one before it once it is deleted',
      'libs/diary/src/relations/relations.test.ts › of two that would close the circle at the same',
    ],
  },
  'mcp.toolsets': {
    says: 'Clients see a small set of tools; ?toolsets= opens others; one that is unknown is 400.',
    provenBy: [
      'apps/mcp-server/src/tools/registry.test.ts › the list of tools stays small: every session',
      'apps/mcp-server/src/clients.test.ts › opens the tools that it names, and no others',
      'apps/mcp-server/src/clients.test.ts › %s with an unknown toolset is 400',
      'apps/mcp-server/src/tools/toolsets.test.ts › makes one request of its arguments',
    ],
  },
  'search.ranking': {
    says: 'Ranking, scripts, identifiers and typing mistakes are as the table of cases expects.',
    provenBy: [
      'libs/diary/src/search/ranking.test.ts › the order of results',
      'libs/diary/src/search/ranking.test.ts › no match',
      'libs/diary/src/search/ranking.test.ts › scripts, by words alone',
      'libs/diary/src/search/ranking.test.ts › identifiers, by words alone',
      'libs/diary/src/search/ranking.test.ts › typing mistakes, by words alone',
    ],
  },
  'search.tokens': {
    says: 'With maxTokens a search answers the best whole entries that fit, and what they take.',
    provenBy: [
      e2e('memory/search.test.ts', 'is one of the best that fit a budget of tokens'),
      'libs/diary/src/search/fit-tokens.test.ts › never more than the budget',
    ],
  },
  'memory.without-model': {
    says: 'Without the model all but meaning works and readiness says so; with it the backlog is embedded.',
    provenBy: [
      e2e('network/model-appears.test.ts', 'without the model readiness says so'),
      e2e('network/model-appears.test.ts', 'when the model appears the backlog is embedded'),
    ],
  },

  // --- what anyone may read, and what changes
  'feed.public': {
    says: 'Anyone reads entries of public diaries, by author, and nothing that is flagged unless asked.',
    provenBy: [
      'apps/rest-api/src/routes/public/public-feed.test.ts › reads entries of public diaries, by their authors',
      'apps/rest-api/src/routes/public/public-feed.test.ts › sees nothing that is flagged, unless they ask',
      'apps/rest-api/src/routes/public/public-feed.test.ts › sees what a diary was closed over no more',
      'libs/database/src/feed/public-feed.test.ts › is right whatever comes in while a diary is opened',
      'libs/database/src/feed/public-feed.test.ts › reads %s from one index, in its order',
    ],
  },
  'events.complete': {
    says: 'Who follows a diary hears of each change once, in order, however late it commits, on any machine.',
    provenBy: [
      'libs/database/src/changes/changes.test.ts › are given in the order of commits',
      'libs/database/src/changes/changes.test.ts › because nothing but the writer of entries writes them',
      'libs/diary/src/changes/follow.test.ts › hears of each change once, in order, whenever it began',
      'apps/rest-api/src/routes/diaries/id/events/events.test.ts › goes on after the last event',
    ],
  },
  'events.access': {
    says: 'A stream ends within seconds when its caller loses the diary or the token.',
    provenBy: [
      'apps/rest-api/src/routes/diaries/id/events/events.test.ts › hears nothing more within seconds of losing',
      'apps/rest-api/src/routes/diaries/id/events/events.test.ts › hears nothing more with a token that was revoked',
    ],
  },
  'events.bounded': {
    says: 'Streams are counted, slow readers cut, and a process that stops ends them at once.',
    provenBy: [
      'apps/rest-api/src/routes/diaries/id/events/events.test.ts › a caller has ten streams',
      'apps/rest-api/src/routes/diaries/id/events/events.test.ts › a process that stops ends its streams at once',
      'libs/diary/src/changes/follow.test.ts › and is too slow is left behind with an end',
    ],
  },

  'webhooks.delivery': {
    says: 'A webhook is told of each change in order, signed, at least once; one that fails holds up no other.',
    provenBy: [
      'apps/rest-api/src/routes/webhooks/webhooks.test.ts › is told of each change, signed, in order',
      'apps/rest-api/src/routes/webhooks/webhooks.test.ts › that fails is tried again, in order',
      'apps/rest-api/src/routes/webhooks/webhooks.test.ts › that hangs holds up no other',
      'apps/rest-api/src/routes/webhooks/webhooks.test.ts › that failed for a day is disabled',
      'libs/sdk/src/verify-webhook.test.ts › a webhook is known by its signature',
    ],
  },
  'webhooks.access': {
    says: 'A webhook is told of nothing that its owner may not read, and is never sent inside a network.',
    provenBy: [
      'apps/rest-api/src/routes/webhooks/webhooks.test.ts › is told of nothing more when its owner may not read',
      'apps/rest-api/src/routes/webhooks/webhooks.test.ts › to this machine is refused',
      'libs/diary/src/webhooks/endpoint.test.ts › that leads to this machine is refused when it is looked up',
    ],
  },

  'retention.superseded': {
    says: 'Superseded entries go after their time when that is on, never one that keeps another out of force.',
    provenBy: [
      'libs/diary/src/retention/apply-retention.test.ts › go after their time, from the oldest on',
      'libs/diary/src/retention/apply-retention.test.ts › stay while they stand for one that is still there',
      'libs/diary/src/retention/apply-retention.test.ts › are found no more, leave their proofs',
      'libs/diary/src/retention/apply-retention.test.ts › vectors of superseded entries go while the text stays',
    ],
  },

  // --- what is written
  'content.injection': {
    says: 'Every write is scanned for instructions to its reader, flagged, and never refused for it.',
    provenBy: [
      'libs/diary/src/screening/injection.test.ts › an attempt to instruct the reader is flagged',
      'libs/diary/src/screening/injection.test.ts › so is one in disguise',
      'libs/diary/src/screening/injection.test.ts › what only looks alike is not',
      'libs/diary/src/screening/injection.test.ts › a text made to be slow',
      'apps/rest-api/src/routes/diaries/entries/content-screen.test.ts › is flagged however it comes in',
    ],
  },
  'content.secrets': {
    says: 'With CONTENT_SCREEN secrets are flagged or redacted; what is signed keeps its bytes.',
    provenBy: [
      'libs/diary/src/screening/screen.test.ts › redacted text never grows, and nothing is left',
      'apps/rest-api/src/routes/diaries/entries/content-screen.test.ts › is replaced before it is kept',
      'apps/rest-api/src/routes/diaries/entries/content-screen.test.ts › signed is kept as it was signed',
    ],
  },

  // --- signatures
  'signature.binds': {
    says: 'A v2 signature holds for one author, diary, content and time, and makes one entry.',
    provenBy: [
      e2e('memory/signature-v2.test.ts', 'is refused when its content was changed on the way'),
      e2e('memory/signature-v2.test.ts', 'makes one entry of its author, in whatever diary'),
    ],
  },
  'signature.retry': {
    says: 'A signature that does not verify is refused and uses nothing up.',
    provenBy: [
      e2e('memory/signature-v1.test.ts', 'stays pending after a signature that does not verify'),
      e2e('memory/signature-v2.test.ts', 'is not used up by a signature that was refused'),
    ],
  },

  // --- running it
  'run.one-command': {
    says: 'The commands of the README do what they say, as they stand.',
    provenBy: [e2e('network/readme.test.ts', 'as it stands, the command of the README')],
  },
  'run.no-fallback': {
    says: 'A DATABASE_URL that does not answer stops the start; nothing embedded is begun.',
    provenBy: [e2e('network/start.test.ts', 'is refused when at DATABASE_URL %s')],
  },
  'run.one-owner': {
    says: 'A second start on the same home is refused, and the first one goes on.',
    provenBy: [e2e('network/start.test.ts', 'is not started a second time on its home')],
  },
  'run.shutdown': {
    says: 'Ctrl-C finishes what is in flight and leaves no process.',
    provenBy: [
      e2e('network/shutdown.test.ts', 'Ctrl-C finishes what is in flight'),
      e2e('chaos/kill.test.ts', 'Ctrl-C stops it without an orphan'),
    ],
  },
  'run.deployable': {
    says: 'What is built for an image runs where the repository is not.',
    provenBy: ['tools/build/src/image.test.ts › serves the API, with the database and the model'],
  },
  'run.boundaries': {
    says: 'An import that the table of the architecture does not allow fails the checks.',
    provenBy: ['tools/check/src/boundaries/rules.test.ts › reports a forbidden edge'],
  },

  // --- clients that people connect
  'oauth.mcp-client': {
    says: 'An MCP client that knows only a URL registers, has a person log in and consent, and calls tools.',
    provenBy: [e2e('people/mcp-connect.test.ts', '401, metadata, registration, log-in, consent')],
  },
  'oauth.consented-scopes': {
    says: 'A client may do what the person consented to and what people may do, and nothing else.',
    provenBy: [
      e2e('people/mcp-connect.test.ts', 'it may do what was consented to, and no more'),
      'libs/auth/src/tokens/verifier.test.ts › carry %s',
    ],
  },
  'oauth.disconnect': {
    says: 'A revoked consent, and a person who is deactivated or deleted, end all tokens within 5 s.',
    provenBy: [
      e2e(
        'people/mcp-connect.test.ts',
        'a consent that is revoked ends the client within 5 seconds',
      ),
      'apps/ory-local/src/routes/oauth2/authorization.test.ts › a person who is deactivated',
      'libs/auth/src/tokens/verifier.test.ts › are asked about every five seconds',
      'apps/ory-local/src/routes/ui/connections.test.ts › a person sees who acts for them',
    ],
  },
  'oauth.refresh': {
    says: 'A refresh token is replaced by each use; used twice, it ends the whole chain.',
    provenBy: [
      'apps/ory-local/src/routes/oauth2/authorization.test.ts › is replaced by each use',
      'apps/ory-local/src/routes/oauth2/authorization.test.ts › that is used twice ends the whole',
    ],
  },
  'oauth.registration': {
    says: 'A client registers itself, for people only, and is managed by its own token alone.',
    provenBy: [
      'apps/ory-local/src/registration/registrations.test.ts › a client registers itself',
      'apps/ory-local/src/registration/registrations.test.ts › %s is refused',
      'apps/ory-local/src/registration/registrations.test.ts › nobody manages a client without',
    ],
  },
  'oauth.metadata-documents': {
    says: 'A client is known by its metadata document, fetched from public addresses and bounded.',
    provenBy: [
      'apps/ory-local/src/client-documents/client-documents.test.ts › a client is known by the URL',
      'apps/ory-local/src/client-documents/client-documents.test.ts › a document %s makes no client',
      'apps/ory-local/src/client-documents/client-documents.test.ts › %s is not fetched',
    ],
  },
  'oauth.no-thief': {
    says: 'Who has another person answer their authorization request gains nothing.',
    provenBy: [
      'apps/ory-local/src/routes/oauth2/authorization.test.ts › who has another person answer',
      'apps/ory-local/src/routes/ui/consent.test.ts › a thief who has the victim',
      'apps/ory-local/src/routes/ui/consent.test.ts › the form counts from the browser',
    ],
  },
  'oauth.key-rotation': {
    says: 'Signing keys change while it runs: the new one is shown first, the old one verifies on.',
    provenBy: [
      'apps/ory-local/src/tokens/key-rotation.test.ts › a new key is shown before it signs',
      'apps/ory-local/src/tokens/key-rotation.test.ts › a key stays until the longest token',
      'libs/identity/src/agents/token.test.ts › a signing key that comes while it runs is fetched',
      'libs/auth/src/tokens/verifier.test.ts › a key that was rotated in is known',
    ],
  },

  // --- MCP
  'mcp.both-generations': {
    says: 'The official clients of both generations list and call every tool.',
    provenBy: [e2e('network/mcp.test.ts', 'lists and calls every tool')],
  },

  // --- packs
  'packs.cid': {
    says: 'A pack is addressed by a CID that anyone can compute; the same CID is the same pack.',
    provenBy: [
      'libs/crypto/src/pack-cid.test.ts › $name',
      'apps/rest-api/src/routes/packs/packs.test.ts › has all in full where that fits, and its CID',
      'apps/rest-api/src/routes/packs/packs.test.ts › asked for again is the same one, also by five',
    ],
  },
  'packs.budget': {
    says: 'The text of a pack has no more tokens than its budget, counted as OpenAI counts them.',
    provenBy: [
      'libs/packs/src/levels/choose-levels.test.ts › the budget is honoured in the text',
      'libs/packs/src/tokens/count.test.ts › %j has %i tokens',
      'apps/rest-api/src/routes/packs/packs.test.ts › of %i tokens has no more',
    ],
  },
  'packs.kept': {
    says: 'A pack keeps its text when an entry changes or goes, and goes with its diary.',
    provenBy: [
      'apps/rest-api/src/routes/packs/packs.test.ts › keeps its text when an entry changes',
      'apps/rest-api/src/routes/packs/packs.test.ts › goes with its diary',
    ],
  },
  'packs.selection': {
    says: 'Double ids or ranks and entries of other diaries are 400; flagged ones 409 unless forced.',
    provenBy: [
      'apps/rest-api/src/routes/packs/packs.test.ts › is refused',
      'apps/rest-api/src/routes/packs/packs.test.ts › an entry of another diary, as one that is not',
      'apps/rest-api/src/routes/packs/packs.test.ts › what looks like prompt injection, by id',
    ],
  },
  'packs.access': {
    says: 'A reader of the diary sees its packs, a writer makes them, a manager pins them, others 404.',
    provenBy: [
      'apps/rest-api/src/routes/packs/packs.test.ts › %s: get, preview, create, create pinned',
      'apps/rest-api/src/routes/packs/packs.test.ts › the list of all packs has those of diaries',
    ],
  },
  'packs.expiry': {
    says: 'A pinned pack has no expiry, unpinning needs one to come, unpinned ones live seven days.',
    provenBy: [
      'libs/packs/src/packs/keeping.test.ts › %s is refused',
      'apps/rest-api/src/routes/packs/packs.test.ts › seven days unless it is pinned',
    ],
  },
  'packs.rendered': {
    says: 'A pack renders from the text it keeps, within its budget; the same input has the same CID.',
    provenBy: [
      'apps/rest-api/src/routes/rendered-packs/rendered-packs.test.ts › is not what an entry says now',
      'apps/rest-api/src/routes/rendered-packs/rendered-packs.test.ts › of a pack with a budget honours',
      'apps/rest-api/src/routes/rendered-packs/rendered-packs.test.ts › of the same input is the same',
    ],
  },
  'packs.provenance': {
    says: 'Where a pack comes from is a graph, by id and by CID, as deep as it is asked for.',
    provenBy: [
      'apps/rest-api/src/routes/rendered-packs/rendered-packs.test.ts › goes back as far as it is asked',
      'libs/packs/src/diff/diff.test.ts › %s',
    ],
  },
  'packs.collection': {
    says: 'Expired packs are deleted in small batches, and a row that cannot be holds up no other.',
    provenBy: [
      'libs/packs/src/collection/collect-expired.test.ts › holds up no other, and is named in the log',
      'libs/packs/src/collection/collect-expired.test.ts › and is pinned keeps its pack',
      'apps/rest-api/src/routes/rendered-packs/rendered-packs.test.ts › an expired pack is collected',
    ],
  },
};
