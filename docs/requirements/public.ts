import type { Requirements } from './requirement.ts';

/** What anyone may read, and what changes. */
export const PUBLIC: Requirements = {
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

  'search.newest-diaries': {
    says: 'A search without a diary looks into the 500 newest, and says so; a list of packs has no such bound.',
    provenBy: [
      'libs/diary/src/search/searched-diaries.test.ts › a search over all diaries is of the newest',
      'libs/diary/src/search/searched-diaries.test.ts › a search of what anyone may read is of the newest public diaries',
      'apps/rest-api/src/routes/packs/packs.test.ts › has those of a diary that hundreds of diaries are newer than',
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
};
