/** The numbers that this schema locks by, in one place so that no two wait for each other. */
export const ADVISORY_LOCKS = {
  migrations: 7_020_051_110,
  relationOutbox: 7_020_051_111,
  embeddingIndexes: 7_020_051_112,
  embeddingRoles: 7_020_051_113,
} as const;
