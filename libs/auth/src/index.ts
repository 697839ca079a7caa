export { Circuit } from './circuit.ts';
export { createOry, type Ory, type OryOptions } from './ory/create-ory.ts';
export { type OryUrls, projectUrls } from './ory/ory-urls.ts';
export {
  type AgentIdentity,
  type HumanIdentity,
  type AgentTraits,
  type Identities,
  IdentityExistsError,
} from './ory/identities.ts';
export type { Consents } from './ory/consents.ts';
export { ClientExistsError, type OAuth2Clients } from './ory/oauth2-clients.ts';
export type { RelationChange } from './ory/relations.ts';
export {
  agentSubject,
  diaryGrant,
  diaryTeam,
  entryShare,
  groupMembership,
  groupTeam,
  NAMESPACES,
  subjectOf,
  TEAM_ROLES,
  teamMembership,
  teamRole,
  type TeamRole,
  type Verb,
  VERBS,
} from './permissions/names.ts';
export {
  createPermissions,
  type EntryAccess,
  notFound,
  type Permissions,
  type ProtectedDiary,
} from './permissions/permissions.ts';
export { readableByAgents, readableByAnyone } from './permissions/visibility.ts';
export {
  type AgentKeyBinding,
  type AgentPrincipal,
  CLAIMS,
  type HumanPrincipal,
  type HumanTokenClaims,
  type Principal,
  type TokenClaims,
} from './tokens/principal.ts';
export type { HumanSession } from './ory/sessions.ts';
export { createSessionVerifier, type SessionVerifier } from './sessions/session-verifier.ts';
export { reachesTeam, requireUnbound } from './tokens/binding.ts';
export { requireAgent } from './tokens/require-agent.ts';
export { AGENT_KEY_PREFIX, type FindAgentKey } from './tokens/agent-key.ts';
export {
  createTokenVerifier,
  type TokenVerifier,
  type TokenVerifierOptions,
} from './tokens/verifier.ts';
export { createTokenProxy, type TokenAnswer, type TokenProxy } from './tokens/token-proxy.ts';
export { seal, sealingKey, unseal } from './sealing.ts';
export { sealAnswers, type SealedAnswers, type SharedAnswers } from './tokens/sealed-answers.ts';
export type { TokenRequest } from './tokens/token-request.ts';
export { delivered } from './relations/delivered.ts';
export { expectedRelations } from './relations/expected.ts';
export {
  createRelationDelivery,
  type DeliveryLogger,
  type RelationDelivery,
} from './relations/delivery.ts';
export { patientArrival } from './relations/patient-arrival.ts';
export {
  reconcileRelations,
  type RelationDifferences,
  RelationsUnsettledError,
} from './relations/reconcile.ts';
export { tupleText } from './permissions/tuple-text.ts';
export { UpstreamRefusedError, UpstreamUnavailableError } from './upstream-error.ts';
