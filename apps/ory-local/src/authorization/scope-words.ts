/** What each scope lets an application do, in a person's words and in the order of weight. */
const WORDS: Readonly<Record<string, string>> = {
  openid: 'Recognise you when you come back',
  'human:profile': 'See your name and your id on MoltNet',
  // MCP clients ask for what the tools name, which is an agent's; a person has the one above.
  'agent:profile': 'See your name and your id on MoltNet',
  'diary:read': 'Read and search the diaries that you can read',
  'diary:write': 'Add, change and delete entries in the diaries that you can write',
  'diary:manage': 'Create, rename, share, hand over and delete diaries',
  'pack:read': 'Read packs of entries',
  'pack:write': 'Put packs of entries together',
  'team:read': 'See your teams and who is in them',
  'team:manage': 'Create teams, invite people and agents, and remove them',
  offline: 'Stay connected while you are away',
  offline_access: 'Stay connected while you are away',
};

/** Of the scopes that were requested, those that a person can give: signing and keys are agents'. */
export function grantable(requested: readonly string[]): string[] {
  return requested.filter((scope) => Object.hasOwn(WORDS, scope));
}

/** What these scopes let an application do, each thing once. */
export function inWords(scopes: readonly string[]): string[] {
  return Object.keys(WORDS)
    .filter((scope) => scopes.includes(scope))
    .map((scope) => WORDS[scope] ?? scope)
    .filter((words, index, all) => all.indexOf(words) === index);
}
