export { connect, type ConnectOptions } from './connection/connect.ts';
export { formatHalfvec, parseHalfvec } from './connection/column-types.ts';
export { literal } from './connection/literal.ts';
export { decodeCursor, type List, pageView } from './cursor.ts';
export {
  accessKeyReader,
  type AccessKeyOfAgent,
  type AccessKeyOwner,
  type AccessKeyRecord,
} from './access-keys/access-key-reader.ts';
export { accessKeyWriter, type NewAccessKey } from './access-keys/access-key-writer.ts';
export {
  changeReader,
  type ChangeKind,
  type ChangeNumbers,
  type ChangeRange,
  type ChangeRecord,
} from './changes/change-reader.ts';
export { changeWriter } from './changes/change-writer.ts';
export { publicFeedReader, type PublicFeedList } from './feed/public-feed-reader.ts';
export { Database, Transaction, type Source } from './connection/database.ts';
export {
  DatabaseUnavailableError,
  ForeignKeyViolation,
  UniqueViolation,
  UnstorableTextError,
} from './connection/errors.ts';
export { translateError, withTypedErrors } from './connection/translate-error.ts';
export {
  DatabaseNewerError,
  MigrationAlteredError,
  MigrationError,
  MigrationFailedError,
} from './migrations/errors.ts';
export { migrate, type MigrateOptions, type MigrationLogger } from './migrations/migrate.ts';
export type { RelationTuple } from './schema/delivery.ts';
export { humanReader, type HumanRecord } from './humans/human-reader.ts';
export { type Erasure, humanEraser } from './humans/human-eraser.ts';
export { humanWriter } from './humans/human-writer.ts';
export { agentReader, type AgentKeyRecord, type AgentRecord } from './agents/agent-reader.ts';
export { agentWriter, type NewAgent } from './agents/agent-writer.ts';
export type { DiaryRecord } from './diaries/diary-columns.ts';
export { diaryReader, type DiaryList } from './diaries/diary-reader.ts';
export { diaryWriter, type DiaryChanges, type NewDiary } from './diaries/diary-writer.ts';
export {
  embeddingBacklogReader,
  embeddingBacklogWriter,
  type BacklogClaim,
  type BacklogItem,
} from './embeddings/embedding-backlog.ts';
export {
  type EmbeddingIndexes,
  modelIndexName,
  withEmbeddingIndexes,
} from './embeddings/embedding-index.ts';
export {
  embeddingModelReader,
  type EmbeddingModelRecord,
  embeddingModelWriter,
  type EmbeddingRole,
} from './embeddings/embedding-models.ts';
export {
  type EmbeddingReport,
  embeddingReportReader,
  embeddingReportWriter,
} from './embeddings/embedding-reports.ts';
export {
  embeddingRollQueueReader,
  embeddingRollQueueWriter,
  type RollQueueCounts,
} from './embeddings/embedding-roll-queue.ts';
export { embeddingWriter, type EmbeddedEntry } from './embeddings/embedding-writer.ts';
export { entryAccessWriter, type EntryAccess } from './entries/entry-access-writer.ts';
export { entryOf, type EntryClaim, type KeptEntry } from './entries/entry-claims.ts';
export { selectEntries, type EntryRecord } from './entries/entry-columns.ts';
export { entryConditions, type EntryFilter, type EntryType } from './entries/entry-filter.ts';
export { entryReader, type EntryInDiary, type EntryList } from './entries/entry-reader.ts';
export {
  entryOriginReader,
  entryOriginWriter,
  type EntryOriginRecord,
} from './entries/entry-origins.ts';
export { entrySignatureReader, type EntrySignatureRecord } from './entries/entry-signatures.ts';
export { entryWriter, type EntryChanges, type NewEntry } from './entries/entry-writer.ts';
export { tagReader, type TagCount, type TagList } from './entries/tag-reader.ts';
export {
  diaryGrantReader,
  diaryGrantWriter,
  type DiaryGrantRecord,
} from './grants/diary-grants.ts';
export type {
  IdempotencyAnswer,
  IdempotencyKey,
  IdempotentResponse,
} from './idempotency/idempotency-reader.ts';
export {
  idempotencyWriter,
  type IdempotencyClaim,
  type IdempotentRequest,
} from './idempotency/idempotency-writer.ts';
export { firstResult } from './idempotency/first-result.ts';
export type { Idempotency } from './idempotency/idempotency.ts';
export { once } from './idempotency/once.ts';
export type { PackEntryRecord, PackRecord, ReadPackEntry } from './packs/pack-columns.ts';
export { packChainReader, type PackInChain } from './packs/pack-chain-reader.ts';
export {
  expiredPackReader,
  expiredPackWriter,
  type Expired,
  type Perishable,
} from './packs/pack-collector.ts';
export { packReader, type PackInDiary, type PackList } from './packs/pack-reader.ts';
export {
  packSourceReader,
  type PackSource,
  type PackSourceText,
} from './packs/pack-source-reader.ts';
export {
  packWriter,
  type NewPack,
  type NewPackEntry,
  type PackKeeping,
} from './packs/pack-writer.ts';
export type { RenderedPackRecord, RenderedPackRow } from './packs/rendered-pack-columns.ts';
export {
  renderedPackReader,
  type RenderedPackInDiary,
  type RenderedPackList,
} from './packs/rendered-pack-reader.ts';
export { renderedPackWriter, type NewRenderedPack } from './packs/rendered-pack-writer.ts';
export type { Page, Position } from './paging.ts';
export { enrollmentReader, type EnrollmentRecord } from './enrollments/enrollment-reader.ts';
export { enrollmentWriter, type NewEnrollment } from './enrollments/enrollment-writer.ts';
export { recoveryChallengeWriter } from './recovery/recovery-challenge-writer.ts';
export {
  registrationWriter,
  type ClaimedRegistration,
  type RegistrationClaim,
  type RegistrationRecord,
} from './registrations/registration-writer.ts';
export {
  relationSourceReader,
  relationSourceWriter,
  type RelationSources,
} from './relations/relation-sources.ts';
export {
  relationOutboxReader,
  relationOutboxWriter,
  type OutboxClaim,
  type RelationAction,
  type RelationArrival,
  type RelationChange,
} from './relations/relation-outbox.ts';
export type { EntryRelationRecord, RelationFilter } from './entry-relations/relation-columns.ts';
export {
  entryRelationReader,
  type ReachedRelation,
  type RelationPosition,
} from './entry-relations/entry-relation-reader.ts';
export {
  entryRelationWriter,
  type NewEntryRelation,
} from './entry-relations/entry-relation-writer.ts';
export {
  entryShareReader,
  entryShareWriter,
  type EntryShareRecord,
  type ReceivedShareRecord,
  type SubjectShare,
} from './shares/entry-shares.ts';
export {
  signingRequestReader,
  type SigningRequestList,
  type SigningRequestRecord,
  type SigningRequestStatus,
} from './signing/signing-request-reader.ts';
export { signingRequestWriter, type NewSigningRequest } from './signing/signing-request-writer.ts';
export { groupReader, type GroupMemberRecord, type GroupRecord } from './teams/group-reader.ts';
export { groupWriter } from './teams/group-writer.ts';
export { subjectReader } from './teams/subject-reader.ts';
export { teamFounderReader, teamFounderWriter } from './teams/team-founders.ts';
export {
  teamInviteReader,
  teamInviteWriter,
  type FoundInvite,
  type TeamInviteRecord,
} from './teams/team-invites.ts';
export {
  teamReader,
  type NamedMember,
  type Subject,
  type TeamMemberRecord,
  type TeamOfMember,
  type TeamRecord,
  type TeamRole,
} from './teams/team-reader.ts';
export {
  diaryTransferReader,
  diaryTransferWriter,
  type DiaryTransferRecord,
} from './transfers/diary-transfers.ts';
export { teamWriter, type NewTeam } from './teams/team-writer.ts';
export {
  webhookReader,
  type WebhookOwner,
  type WebhookDeliveryRecord,
  type WebhookRecord,
} from './webhooks/webhook-reader.ts';
export {
  webhookWriter,
  type DisabledReason,
  type NewWebhook,
  type NewWebhookDelivery,
} from './webhooks/webhook-writer.ts';
export { retentionWriter, type RetentionStep } from './retention/retention-writer.ts';
