import { OryError } from '../../errors.ts';
import type { IdentityInput, IdentityRow } from '../../identities/identity.ts';
import { hashPassword } from '../../passwords/hash.ts';
import { writePassword } from '../../passwords/store.ts';
import { answersJson } from '../../self-service/client.ts';
import { requirePassword, requireTraits } from '../../self-service/faults.ts';
import { EMPTY_CONTENT, FlowFault } from '../../self-service/flow.ts';
import { accountExists, invalid, settingsSaved } from '../../self-service/messages.ts';
import { answerFlow, type Submission } from '../../self-service/submission.ts';
import { requireSession } from '../../sessions/presented.ts';
import type { LiveSession } from '../../sessions/session.ts';
import { requireOwner } from './begin.ts';
import { submit } from './submit.ts';

/** updateSettingsFlow: `profile` changes traits, `password` the password. */
export const updateSettingsFlow = submit('settings', async (submission) => {
  const { context, flow, fields, request, reply } = submission;
  const live = await requireSession(context, request);
  requireOwner(live, flow);
  const method = METHODS.get(fields.method);
  if (method === undefined)
    throw new FlowFault({ messages: [invalid('Could not find any settings strategy.')] });
  await method(submission, live);
  const saved = await context.flows.update(flow.id, 'success', {
    ...EMPTY_CONTENT,
    messages: [settingsSaved],
  });
  if (flow.returnTo !== null && !answersJson(flow, request))
    return reply.redirect(flow.returnTo, 303);
  return answerFlow(submission, saved, 200);
});

const METHODS = new Map([
  ['profile', changeTraits],
  ['password', changePassword],
]);

async function changeTraits(submission: Submission, { session, identity }: LiveSession) {
  const { context, flow, fields, schema } = submission;
  const { traits } = fields;
  requireTraits(schema, traits);
  const names = (of: object): string => JSON.stringify(schema.identifiers(of));
  if (names(traits) !== names(identity.traits)) requireFresh(submission, session);
  const changed = { ...identity, traits };
  await context.webhooks.before('settings', 'profile', { flow, identity: changed });
  const stored = await context.identities
    .replace(identity.id, inputOf(changed))
    .catch((error: unknown) => {
      if (error instanceof OryError && error.statusCode === 409)
        throw new FlowFault({ messages: [accountExists] });
      throw error;
    });
  await context.webhooks.after('settings', 'profile', { flow, identity: stored });
}

async function changePassword(submission: Submission, { session, identity }: LiveSession) {
  const { context, flow, fields } = submission;
  requireFresh(submission, session);
  requirePassword(
    fields.password,
    identity.identifiers.map(({ identifier }) => identifier),
  );
  const hash = await hashPassword(fields.password);
  await context.webhooks.before('settings', 'password', { flow, identity });
  await context.database.transaction(async (tx) => writePassword(tx, identity.id, hash));
  if (context.webhooks.revokesSessions('settings', 'password'))
    await context.sessions.endAll(identity.id, session.id);
  await context.webhooks.after('settings', 'password', { flow, identity });
}

function inputOf(row: IdentityRow): IdentityInput {
  return {
    schema_id: row.schemaId,
    state: row.state,
    traits: row.traits,
    metadata_public: row.metadataPublic,
    metadata_admin: row.metadataAdmin,
    external_id: row.externalId ?? undefined,
  };
}

/** @throws OryError 403 when the last proof of who they are is too old for what opens the account. */
function requireFresh(
  { context: { baseUrl, project }, flow }: Submission,
  { authenticatedAt }: LiveSession['session'],
): void {
  const age = Date.now() - Date.parse(authenticatedAt);
  if (age <= project.sessions.privilegedMaxAge * 1000) return;
  const back = encodeURIComponent(`${baseUrl}/ui/settings?flow=${flow.id}`);
  throw new OryError(403, 'The requested action was forbidden', {
    id: 'session_refresh_required',
    reason:
      'The login session is too old and thus not allowed to update these fields. Please re-authenticate.',
    beside: {
      redirect_browser_to: `${baseUrl}/self-service/login/browser?refresh=true&return_to=${back}`,
    },
  });
}
