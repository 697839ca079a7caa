import type { Requirements } from './requirement.ts';

/** Packs. */
export const PACKS: Requirements = {
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
