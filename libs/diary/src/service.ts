import { ClusteringThread } from './consolidation/clustering-thread.ts';
import { consolidateDiary } from './consolidation/consolidate.ts';
import { diaryEvents } from './changes/diary-events.ts';
import { createDiary } from './diaries/create.ts';
import { deleteDiary } from './diaries/delete.ts';
import { getDiary } from './diaries/get.ts';
import { listDiaries } from './diaries/list.ts';
import { listTags } from './diaries/tags.ts';
import { updateDiary } from './diaries/update.ts';
import type { DiaryDependencies } from './dependencies.ts';
import { createEntries } from './entries/create-batch.ts';
import { createEntry } from './entries/create.ts';
import { deleteEntries } from './entries/delete-many.ts';
import { deleteEntry } from './entries/delete.ts';
import { getEntry } from './entries/get.ts';
import { listEntries } from './entries/list.ts';
import { searchEntries } from './entries/search.ts';
import { updateEntry } from './entries/update.ts';
import { verifyEntry } from './entries/verify.ts';
import { getPublicEntry } from './feed/get.ts';
import { listFeed } from './feed/list.ts';
import { PublicEntries } from './feed/public-entries.ts';
import { searchFeed } from './feed/search.ts';
import { streamFeed } from './feed/stream.ts';
import { Meanings } from './search/meanings.ts';
import { createSigningRequest } from './signing/create-request.ts';
import { getSigningRequest } from './signing/get-request.ts';
import { listSigningRequests } from './signing/list-requests.ts';
import { submitSignature } from './signing/submit-signature.ts';
import { Exports, exportDiary } from './export/export-diary.ts';
import { importDiary } from './import/import-diary.ts';
import { createGrant } from './grants/create.ts';
import { deleteGrant } from './grants/delete.ts';
import { listGrants } from './grants/list.ts';
import { createRelation } from './relations/create.ts';
import { deleteRelation } from './relations/delete.ts';
import { listRelations } from './relations/list.ts';
import { updateRelation } from './relations/update.ts';
import { shareEntry } from './shares/create.ts';
import { deleteShare } from './shares/delete.ts';
import { listReceivedShares } from './shares/list-received.ts';
import { listShares } from './shares/list.ts';
import { openLink } from './shares/open-link.ts';
import { transferDiary } from './transfers/initiate.ts';
import { listTransfers } from './transfers/list.ts';
import { resolveTransfer } from './transfers/resolve.ts';
import { verify } from './signing/verify.ts';
import { createWebhook } from './webhooks/create.ts';
import { deleteWebhook } from './webhooks/delete.ts';
import type { WebhookDependencies } from './webhooks/dependencies.ts';
import { listDeliveries, listWebhooks } from './webhooks/list.ts';
import { testWebhook } from './webhooks/send-test.ts';

/** The verbs with their dependencies bound: what a request handler calls. */
export function createDiaryService(deps: DiaryDependencies & WebhookDependencies) {
  const searching = { ...deps, meanings: new Meanings(deps.models) };
  const streaming = { ...deps, publicEntries: new PublicEntries(deps.db) };
  const consolidating = { ...deps, clustering: new ClusteringThread() };
  return {
    webhooks: {
      create: bind(deps, createWebhook),
      list: bind(deps, listWebhooks),
      delete: bind(deps, deleteWebhook),
      deliveries: bind(deps, listDeliveries),
      test: bind(deps, testWebhook),
    },
    events: { ofDiary: bind(deps, diaryEvents) },
    feed: {
      list: bind(deps, listFeed),
      search: bind(searching, searchFeed),
      get: bind(deps, getPublicEntry),
      stream: bind(streaming, streamFeed),
    },
    diaries: {
      create: bind(deps, createDiary),
      list: bind(deps, listDiaries),
      get: bind(deps, getDiary),
      update: bind(deps, updateDiary),
      delete: bind(deps, deleteDiary),
      tags: bind(deps, listTags),
      consolidate: bind(consolidating, consolidateDiary),
      export: bind({ ...deps, exports: new Exports() }, exportDiary),
      import: bind(deps, importDiary),
    },
    grants: {
      create: bind(deps, createGrant),
      list: bind(deps, listGrants),
      delete: bind(deps, deleteGrant),
    },
    entryRelations: {
      create: bind(deps, createRelation),
      list: bind(deps, listRelations),
      update: bind(deps, updateRelation),
      delete: bind(deps, deleteRelation),
    },
    shares: {
      create: bind(deps, shareEntry),
      list: bind(deps, listShares),
      delete: bind(deps, deleteShare),
      openLink: bind(deps, openLink),
      received: bind(deps, listReceivedShares),
    },
    transfers: {
      initiate: bind(deps, transferDiary),
      list: bind(deps, listTransfers),
      resolve: bind(deps, resolveTransfer),
    },
    entries: {
      create: bind(deps, createEntry),
      createMany: bind(deps, createEntries),
      list: bind(deps, listEntries),
      get: bind(deps, getEntry),
      update: bind(deps, updateEntry),
      delete: bind(deps, deleteEntry),
      deleteMany: bind(deps, deleteEntries),
      verify: bind(deps, verifyEntry),
      search: bind(searching, searchEntries),
    },
    signing: {
      createRequest: bind(deps.db, createSigningRequest),
      listRequests: bind(deps.db, listSigningRequests),
      getRequest: bind(deps.db, getSigningRequest),
      submitSignature: bind(deps.db, submitSignature),
      verify: bind(deps.db, verify),
    },
  };
}

export type DiaryService = ReturnType<typeof createDiaryService>;

function bind<First, Rest extends unknown[], Result>(
  first: First,
  verb: (first: First, ...rest: Rest) => Result,
): (...rest: Rest) => Result {
  return (...rest) => verb(first, ...rest);
}
