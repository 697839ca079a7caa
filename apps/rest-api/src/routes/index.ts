import type { FastifyInstance } from 'fastify';
import type { Context } from '../context.ts';
import { deleteEnrollment } from './agent-enrollments/id/delete.ts';
import { createEnrollment } from './agent-enrollments/post.ts';
import { listAgentKeys } from './agent-keys/get.ts';
import { revokeAgentKey } from './agent-keys/id/revoke/post.ts';
import { rotateAgentKey } from './agent-keys/id/rotate/post.ts';
import { createAgentKey } from './agent-keys/post.ts';
import { getAgent } from './agents/fingerprint/get.ts';
import { verifyAgentSignature } from './agents/fingerprint/verify/post.ts';
import { whoAmI } from './agents/whoami/get.ts';
import { enroll } from './auth/enroll/post.ts';
import { register } from './auth/register/post.ts';
import { rotateKey } from './auth/keys/rotate/post.ts';
import { rotateSecret } from './auth/rotate-secret/post.ts';
import { getCryptoIdentity } from './crypto/identity/get.ts';
import { listSigningRequests } from './crypto/signing-requests/get.ts';
import { getSigningRequest } from './crypto/signing-requests/id/get.ts';
import { submitSignature } from './crypto/signing-requests/id/sign/post.ts';
import { createSigningRequest } from './crypto/signing-requests/post.ts';
import { verifySignature } from './crypto/verify/post.ts';
import { createEntries } from './diaries/entries/batch/post.ts';
import { createEntry } from './diaries/entries/post.ts';
import { listEntries } from './diaries/entries/get.ts';
import { listDiaries } from './diaries/get.ts';
import { deleteDiary } from './diaries/id/delete.ts';
import { getDiary } from './diaries/id/get.ts';
import { consolidateDiary } from './diaries/id/consolidations/post.ts';
import { exportDiary } from './diaries/id/export/get.ts';
import { importDiary } from './diaries/id/import/post.ts';
import { streamDiaryEvents } from './diaries/id/events/get.ts';
import { deleteDiaryGrant } from './diaries/id/grants/delete.ts';
import { listDiaryGrants } from './diaries/id/grants/get.ts';
import { createDiaryGrant } from './diaries/id/grants/post.ts';
import { listDiaryPacks } from './diaries/id/packs/get.ts';
import { createPack } from './diaries/id/packs/post.ts';
import { previewPack } from './diaries/id/packs/preview/post.ts';
import { updateDiary } from './diaries/id/patch.ts';
import { listRenderedPacks } from './diaries/id/rendered-packs/get.ts';
import { listTags } from './diaries/id/tags/get.ts';
import { transferDiary } from './diaries/id/transfer/post.ts';
import { createDiary } from './diaries/post.ts';
import { searchEntries } from './diaries/search/post.ts';
import { deleteEntries } from './entries/delete.ts';
import { deleteEntry } from './entries/id/delete.ts';
import { getEntry } from './entries/id/get.ts';
import { updateEntry } from './entries/id/patch.ts';
import { listRelations } from './entries/id/relations/get.ts';
import { createRelation } from './entries/id/relations/post.ts';
import { deleteEntryShare } from './entries/id/shares/delete.ts';
import { listEntryShares } from './entries/id/shares/get.ts';
import { shareEntry } from './entries/id/shares/post.ts';
import { verifyEntry } from './entries/id/verify/get.ts';
import { deleteGroup } from './groups/id/delete.ts';
import { getGroup } from './groups/id/get.ts';
import { listGroupMembers } from './groups/id/members/get.ts';
import { addGroupMember } from './groups/id/members/post.ts';
import { removeGroupMember } from './groups/id/members/subject-id/delete.ts';
import { getHealth } from './health/get.ts';
import { getReadiness } from './health/ready/get.ts';
import { hydraTokenHook } from './hooks/hydra/token-exchange/post.ts';
import { afterLoginHook } from './hooks/kratos/after-login/post.ts';
import { afterRegistrationHook } from './hooks/kratos/after-registration/post.ts';
import { afterSettingsHook } from './hooks/kratos/after-settings/post.ts';
import { validateSettingsHook } from './hooks/kratos/validate-settings/post.ts';
import { createToken } from './oauth2/token/post.ts';
import { getOpenApi } from './openapi/get.ts';
import { getPackProvenanceByCid } from './packs/by-cid/cid/provenance/get.ts';
import { listPacks } from './packs/get.ts';
import { diffPacks } from './packs/id/diff/other-id/get.ts';
import { getPack } from './packs/id/get.ts';
import { updatePack } from './packs/id/patch.ts';
import { getPackProvenance } from './packs/id/provenance/get.ts';
import { renderPack } from './packs/id/render/post.ts';
import { previewRenderedPack } from './packs/id/render/preview/post.ts';
import { listRenderedPacksOfPack } from './packs/id/rendered/get.ts';
import { getProblem, listProblems } from './problems/get.ts';
import { deleteRelation } from './relations/id/delete.ts';
import { updateRelation } from './relations/id/patch.ts';
import { getRenderedPack } from './rendered-packs/id/get.ts';
import { updateRenderedPack } from './rendered-packs/id/patch.ts';
import { listReceivedShares } from './shares/get.ts';
import { getSharedEntry } from './shares/token/get.ts';
import { getPublicEntry } from './public/entry/id/get.ts';
import { listPublicFeed } from './public/feed/get.ts';
import { searchPublicFeed } from './public/feed/search/get.ts';
import { streamPublicFeed } from './public/feed/stream/get.ts';
import { listTeams } from './teams/get.ts';
import { acceptFounding } from './teams/id/accept/post.ts';
import { deleteTeam } from './teams/id/delete.ts';
import { getTeam } from './teams/id/get.ts';
import { listGroups } from './teams/id/groups/get.ts';
import { createGroup } from './teams/id/groups/post.ts';
import { listTeamInvites } from './teams/id/invites/get.ts';
import { deleteTeamInvite } from './teams/id/invites/invite-id/delete.ts';
import { createTeamInvite } from './teams/id/invites/post.ts';
import { listTeamMembers } from './teams/id/members/get.ts';
import { removeTeamMember } from './teams/id/members/subject-id/delete.ts';
import { updateTeamMember } from './teams/id/members/subject-id/patch.ts';
import { joinTeam } from './teams/join/post.ts';
import { createTeam } from './teams/post.ts';
import { listTransfers } from './transfers/get.ts';
import { acceptTransfer } from './transfers/id/accept/post.ts';
import { rejectTransfer } from './transfers/id/reject/post.ts';
import { listWebhooks } from './webhooks/get.ts';
import { deleteWebhook } from './webhooks/id/delete.ts';
import { listWebhookDeliveries } from './webhooks/id/deliveries/get.ts';
import { testWebhook } from './webhooks/id/post-test.ts';
import { createWebhook } from './webhooks/post.ts';
import { getDiscovery, getLlmsText } from './well-known/moltnet/get.ts';

import { createRecoveryChallenge } from './recovery/challenge/post.ts';
import { verifyRecovery } from './recovery/verify/post.ts';

const ROUTES: readonly ((app: FastifyInstance, ctx: Context) => void)[] = [
  getHealth,
  getReadiness,
  getDiscovery,
  getLlmsText,
  getOpenApi,
  listProblems,
  getProblem,
  register,
  enroll,
  createEnrollment,
  deleteEnrollment,
  rotateSecret,
  rotateKey,
  createAgentKey,
  listAgentKeys,
  rotateAgentKey,
  revokeAgentKey,
  createRecoveryChallenge,
  verifyRecovery,
  createToken,
  whoAmI,
  getAgent,
  verifyAgentSignature,
  verifySignature,
  getCryptoIdentity,
  createSigningRequest,
  listSigningRequests,
  getSigningRequest,
  submitSignature,
  createDiary,
  listDiaries,
  getDiary,
  updateDiary,
  deleteDiary,
  listTags,
  streamDiaryEvents,
  listPublicFeed,
  searchPublicFeed,
  streamPublicFeed,
  getPublicEntry,
  createWebhook,
  listWebhooks,
  deleteWebhook,
  listWebhookDeliveries,
  testWebhook,
  consolidateDiary,
  exportDiary,
  importDiary,
  createDiaryGrant,
  listDiaryGrants,
  deleteDiaryGrant,
  transferDiary,
  listTransfers,
  acceptTransfer,
  rejectTransfer,
  searchEntries,
  createEntry,
  createEntries,
  listEntries,
  deleteEntries,
  getEntry,
  updateEntry,
  deleteEntry,
  verifyEntry,
  createRelation,
  listRelations,
  updateRelation,
  deleteRelation,
  shareEntry,
  listEntryShares,
  deleteEntryShare,
  listReceivedShares,
  getSharedEntry,
  createTeam,
  acceptFounding,
  listTeams,
  getTeam,
  deleteTeam,
  listTeamMembers,
  updateTeamMember,
  removeTeamMember,
  createTeamInvite,
  listTeamInvites,
  deleteTeamInvite,
  joinTeam,
  createGroup,
  listGroups,
  getGroup,
  deleteGroup,
  addGroupMember,
  listGroupMembers,
  removeGroupMember,
  previewPack,
  createPack,
  listDiaryPacks,
  listPacks,
  getPack,
  updatePack,
  getPackProvenance,
  getPackProvenanceByCid,
  diffPacks,
  previewRenderedPack,
  renderPack,
  listRenderedPacksOfPack,
  listRenderedPacks,
  getRenderedPack,
  updateRenderedPack,
  hydraTokenHook,
  afterRegistrationHook,
  validateSettingsHook,
  afterSettingsHook,
  afterLoginHook,
];

/** Registers every operation of the contract. */
export function routes(app: FastifyInstance, ctx: Context): void {
  for (const route of ROUTES) route(app, ctx);
}
