export async function searchCandidates(
  _db: unknown,
  _o: unknown,
): Promise<{
  results: { entryId: string; score: number; scores: never; highlight: null }[];
  nextCursor: null;
}> {
  return { results: [], nextCursor: null };
}
