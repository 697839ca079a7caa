/** Bounds of API.md, in characters (Unicode code points), items or the unit that the name says. */
export const LIMITS = {
  agentName: 64,
  /** Keys that an agent issues: how many may be live, and for how long. */
  agentKey: { name: 64, live: 50, days: { max: 90, default: 30 } },
  content: 100_000,
  publicContent: 10_000,
  title: 255,
  tags: 20,
  tag: 128,
  importance: { min: 1, max: 10, default: 5 },
  diaryName: 255,
  transferDays: 7,
  transfersPerList: 100,
  teamName: 255,
  groupName: 255,
  foundingMembers: 50,
  inviteHours: { min: 1, max: 720, default: 168 },
  inviteUses: 10_000,
  inviteCode: 128,
  invitesPerList: 100,
  /** How far, and in what portions, the relations of an entry are followed. */
  relations: { depth: 3, page: { max: 100, default: 50 } },
  /** Shares of one entry, and how long a link may lead to it. */
  share: { perEntry: 100, hours: { min: 1, max: 720 }, token: 128 },
  searchQuery: 500,
  /** Diaries that a search over all of them looks into: the newest. */
  searchedDiaries: 500,
  signingMessage: 100_000,
  pendingSigningRequests: 10,
  signingRequestSeconds: 300,
  /** How long an enrolment token may be used. */
  enrollmentMinutes: { min: 1, max: 60, default: 15 },
  /** How long a recovery challenge may be answered. */
  recoverySeconds: 300,
  /** How far a v2 signature's `createdAt` may be from the server's clock. */
  signatureSkewSeconds: 300,
  page: { max: 100, default: 20 },
  feedSearch: { query: 200, page: { max: 50, default: 10 } },
  /** Webhooks of one caller; their addresses in characters; attempts that are kept of each. */
  webhooks: { perOwner: 20, url: 2_048, deliveries: 500, keptDays: 7 },
  /** Event streams at once; how long what they tell is kept. */
  streams: { perCaller: 10, perProcess: 500, anonymousPerProcess: 250, keptDays: 7 },
  searchPage: { max: 100, default: 10 },
  idsPerList: 50,
  idsPerDelete: 100,
  entriesPerBatch: 100,
  /** Entries that one entry of a batch supersedes, and that all of them do together. */
  superseded: { perEntry: 100, perBatch: 1_000 },
  entriesPerConsolidation: 2_000,
  /** Bytes and lines of an import, and how long a client may take for it or for an export. */
  importBytes: 268_435_456,
  importLineBytes: 1_500_000,
  refusalsPerImport: 100,
  transferOfFileMs: 600_000,
  offset: 10_000,
  cursor: 1_024,
  idempotencyKey: 255,
  /** How long the result of an idempotent POST is kept. */
  idempotencyHours: 24,
  requestId: 128,
  /** Tokens of o200k_base; a pack without a budget of its own has the largest. */
  tokenBudget: 100_000,
  packEntries: 500,
  packRank: 1_000_000,
  /** A pack's `params` as JSON, in characters. */
  packParams: 10_000,
  /** How long a pack lives that is not pinned. */
  packDays: 7,
  provenanceDepth: { max: 10, default: 2 },
  renderMethod: 100,
  renderedMarkdown: 500_000,
  /** 100,000 code points of 4 bytes, JSON-escaped, with room for the other fields. */
  bodyBytes: 1_500_000,
  /** A batch: 40 KB an entry where it holds as many as it may; parsed in one go, so not for more. */
  batchBytes: 4_000_000,
  /** 500,000 code points of 4 bytes, JSON-escaped, with room for the other fields. */
  renderBytes: 6_300_000,
} as const;

/**
 * Requests per minute and caller (API.md, "Rate limits per minute"), each changed by the variable
 * that is named after it; `RATE_LIMIT_SCALE` multiplies all of them.
 */
export const RATE_LIMITS = {
  address: 300,
  authenticated: 100,
  read: 150,
  anonymous: 30,
  search: 20,
  signing: 5,
  recovery: 5,
  registration: 5,
  publicVerify: 10,
  publicSearch: 15,
} as const;

export type RateLimitGroup = keyof typeof RATE_LIMITS;
