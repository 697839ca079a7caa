import { e2e, type Requirements } from './requirement.ts';

/** Memory. */
export const MEMORY: Requirements = {
  'memory.durable': {
    says: 'kill -9 of any process loses no acknowledged entry and makes none twice.',
    provenBy: [e2e('chaos/kill.test.ts', '%s loses no acknowledged entry, and makes none twice')],
  },
  'memory.under-load': {
    says: '50 writers, 50 searchers and retention at once: no error, nothing lost, nothing gone seen, memory flat.',
    provenBy: [
      e2e('soak/soak.test.ts', 'get no error, and no answer that holds what was deleted'),
      e2e('soak/soak.test.ts', 'leave every entry as it was acknowledged, and nothing else'),
      e2e('soak/soak.test.ts', 'find every entry by its own word'),
      e2e('soak/soak.test.ts', 'take no more memory at the end than before'),
      'libs/diary/src/entries/contention.test.ts › superseding, deleting, changing and relating',
    ],
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
  'memory.another-model': {
    says: 'Everything is embedded with another model while members write and search; a switch loses no entry.',
    provenBy: [
      e2e('network/embedding-roll.test.ts', 'everything is embedded anew and another model serves'),
      'libs/diary/src/embedding/roll-worker.test.ts › a model is rolled in, serves after the switch',
      'libs/diary/src/embedding/roll-worker.test.ts › several workers share a roll',
      'libs/diary/src/embedding/roll-worker.test.ts › a switch that lacks something is refused',
    ],
  },
  'memory.without-model': {
    says: 'Without the model all but meaning works and readiness says so; with it the backlog is embedded.',
    provenBy: [
      e2e('network/model-appears.test.ts', 'without the model readiness says so'),
      e2e('network/model-appears.test.ts', 'when the model appears the backlog is embedded'),
    ],
  },
};
