export { LIMITS, RATE_LIMITS, type RateLimitGroup } from './limits.ts';
export { openApiDocument } from './openapi.ts';
export type { Operation, OperationAuth } from './operation.ts';
export {
  OPERATIONS,
  type OperationAnswer,
  type OperationId,
  type OperationPart,
} from './operations.ts';
export { type FieldError, Problem, type ProblemExtras } from './problem.ts';
export {
  PROBLEM_BASE_URI,
  PROBLEMS,
  type ProblemCode,
  type ProblemDefinition,
} from './problems.ts';
export { AGENT_SCOPES, HUMAN_SCOPES, isScope, type Scope } from './scopes.ts';
export * from './schemas/agent-keys.ts';
export * from './schemas/agents.ts';
export * from './schemas/consolidation.ts';
export * from './schemas/identity-hooks.ts';
export * from './schemas/crypto.ts';
export * from './schemas/diaries.ts';
export * from './schemas/entries.ts';
export * from './schemas/entry-shares.ts';
export * from './schemas/events.ts';
export * from './schemas/feed.ts';
export * from './schemas/grants.ts';
export * from './schemas/groups.ts';
export * from './schemas/enrollments.ts';
export * from './schemas/health.ts';
export * from './schemas/pack-graphs.ts';
export * from './schemas/packs.ts';
export * from './schemas/portability.ts';
export * from './schemas/recovery.ts';
export * from './schemas/relations.ts';
export * from './schemas/rendered-packs.ts';
export * from './schemas/teams.ts';
export * from './schemas/transfers.ts';
export * from './schemas/webhooks.ts';
export { ProblemDetails, Success } from './schemas/common.ts';
export { FORWARDING } from './forwarding.ts';
