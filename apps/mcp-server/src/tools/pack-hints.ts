/** What a model must know of what a pack is asked with. */
export const PACK_HINTS = {
  params: 'What you want to remember of how you chose, {} if nothing',
  entries: 'Rank 1 matters most: it keeps its text longest',
  tokenBudget: 'Default 100000',
} as const;
