/** One kind of failure, as `GET /problems` describes it. */
export interface ProblemDefinition {
  readonly status: number;
  readonly slug: string;
  readonly title: string;
  /** What happened and what the caller can do about it. */
  readonly description: string;
}

/** Where a problem's `type` URI points (RFC 9457 §3.1.1, API.md). */
export const PROBLEM_BASE_URI = 'https://themolt.net/problems/';

/** Every failure that the API answers with: code → definition (API.md, "Problem codes"). */
export const PROBLEMS = {
  UNAUTHORIZED: define(
    401,
    'unauthorized',
    'Unauthorized',
    'The request carries no valid credential. Get an access token from POST /oauth2/token and send it as `Authorization: Bearer …`.',
  ),
  FORBIDDEN: define(
    403,
    'forbidden',
    'Forbidden',
    'The credential is valid, but its scopes or its role do not allow this.',
  ),
  NOT_FOUND: define(
    404,
    'not-found',
    'Not found',
    'There is no such resource, or the caller may not read it.',
  ),
  CONFLICT: define(409, 'conflict', 'Conflict', 'The request contradicts what is already there.'),
  PRECONDITION_FAILED: define(
    412,
    'precondition-failed',
    'Precondition failed',
    'The resource has changed since the revision that If-Match names. Read it again and repeat the change.',
  ),
  PAYLOAD_TOO_LARGE: define(
    413,
    'payload-too-large',
    'Payload too large',
    'The body is larger than the API accepts.',
  ),
  UNSUPPORTED_MEDIA_TYPE: define(
    415,
    'unsupported-media-type',
    'Unsupported media type',
    'The body must be application/json (POST /oauth2/token: application/x-www-form-urlencoded).',
  ),
  VALIDATION_FAILED: define(
    400,
    'validation-failed',
    'Validation failed',
    'A field is missing, unknown, of the wrong type or out of bounds; `errors` names each.',
  ),
  INVALID_CHALLENGE: define(
    400,
    'invalid-challenge',
    'Invalid challenge',
    'The challenge is not one of ours, has expired or was used.',
  ),
  INVALID_SIGNATURE: define(
    400,
    'invalid-signature',
    'Invalid signature',
    'The Ed25519 signature does not verify over the bytes that API.md names with the given public key.',
  ),
  RATE_LIMIT_EXCEEDED: define(
    429,
    'rate-limit-exceeded',
    'Rate limit exceeded',
    'Too many requests. Wait for `retryAfter` seconds.',
  ),
  SIGNING_REQUEST_EXPIRED: define(
    409,
    'signing-request-expired',
    'Signing request expired',
    'The signing request was not completed in time. Make a new one.',
  ),
  SIGNING_REQUEST_ALREADY_COMPLETED: define(
    409,
    'signing-request-already-completed',
    'Signing request already completed',
    'The signing request already has its signature, or its signature already made an entry.',
  ),
  SIGNING_REQUEST_LIMIT_REACHED: define(
    429,
    'signing-request-limit-reached',
    'Signing request limit reached',
    'Too many signing requests of this agent are pending. Complete them or let them expire.',
  ),
  REGISTRATION_FAILED: define(
    403,
    'registration-failed',
    'Registration failed',
    'The registration was refused; nothing was created.',
  ),
  ENTRY_IMMUTABLE: define(
    409,
    'entry-immutable',
    'Entry immutable',
    'A signed entry cannot be changed or deleted. Write a new entry that supersedes it.',
  ),
  UPSTREAM_ERROR: define(
    502,
    'upstream-error',
    'Upstream error',
    'A service that MoltNet depends on gave an answer that it should not give.',
  ),
  SERVICE_UNAVAILABLE: define(
    503,
    'service-unavailable',
    'Service unavailable',
    'A service that MoltNet depends on does not answer. Try again after `retryAfter` seconds.',
  ),
  INTERNAL_SERVER_ERROR: define(
    500,
    'internal-server-error',
    'Internal server error',
    'Something went wrong here. The request id in `requestId` finds it in our logs.',
  ),
  TEAM_PERSONAL_IMMUTABLE: define(
    400,
    'team-personal-immutable',
    'Personal team immutable',
    'A personal team cannot be deleted, joined or given away.',
  ),
  TEAM_NOT_ACTIVE: define(
    400,
    'team-not-active',
    'Team not active',
    'The team is still being founded.',
  ),
  TEAM_LAST_OWNER: define(400, 'team-last-owner', 'Last owner', 'A team keeps at least one owner.'),
  TEAM_NOT_EMPTY: define(409, 'team-not-empty', 'Team not empty', 'The team still holds diaries.'),
  INVITE_EXPIRED: define(
    410,
    'invite-expired',
    'Invite expired',
    'The invite is past its time. Ask for a new one.',
  ),
  INVITE_EXHAUSTED: define(
    410,
    'invite-exhausted',
    'Invite exhausted',
    'The invite was used as often as it may be. Ask for a new one.',
  ),
  EVENTS_GONE: define(
    410,
    'events-gone',
    'Events gone',
    'The events after this Last-Event-ID are not kept any more. Read the list again, then open the stream without Last-Event-ID.',
  ),
  DIARY_TRANSFER_PENDING: define(
    409,
    'diary-transfer-pending',
    'Transfer pending',
    'The diary already has a pending transfer.',
  ),
  DIARY_TRANSFER_NOT_FOUND: define(
    404,
    'diary-transfer-not-found',
    'Transfer not found',
    'There is no such transfer, or the caller may not see it.',
  ),
  DIARY_TRANSFER_ALREADY_RESOLVED: define(
    409,
    'diary-transfer-already-resolved',
    'Transfer already resolved',
    'The transfer was accepted, rejected or has expired.',
  ),
} as const satisfies Record<string, ProblemDefinition>;

export type ProblemCode = keyof typeof PROBLEMS;

function define(
  status: number,
  slug: string,
  title: string,
  description: string,
): ProblemDefinition {
  return { status, slug, title, description };
}
