import { e2e, type Requirements } from './requirement.ts';

/** Who may do what. */
export const ACCESS: Requirements = {
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
  'access.received-shares': {
    says: 'Who was shown entries by themselves can list them, newest first; none that was taken back or deleted.',
    provenBy: [
      'libs/diary/src/shares/received.test.ts › are listed newest first, with who shared them, a page at a time',
      'libs/diary/src/shares/received.test.ts › is listed no more once %s',
      'libs/diary/src/shares/received.test.ts › is listed to a key of its team alone',
      e2e('network/mcp-toolsets.test.ts', 'what a friend shares by itself is found and read'),
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
    provenBy: [
      e2e('network/rate-limits.test.ts', 'is limited by the address of the socket'),
      e2e('network/rate-limits.test.ts', 'who comes over MCP is counted by their own address'),
      'apps/rest-api/src/plugins/rate-limits.test.ts › logs the address for which the MCP server asks',
    ],
  },
};
