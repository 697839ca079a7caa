import { OryError } from '../../errors.ts';
import { answersJson, pageOf } from '../../self-service/client.ts';
import { requireField } from '../../self-service/faults.ts';
import { EMPTY_CONTENT, FlowFault, type FlowRow } from '../../self-service/flow.ts';
import { invalid, recoveryCodeInvalid, recovered } from '../../self-service/messages.ts';
import { presentFlow } from '../../self-service/present.ts';
import { answerFlow, type Submission } from '../../self-service/submission.ts';
import { startSession } from '../../sessions/presented.ts';
import { sendRecoveryCode } from './send-recovery-code.ts';
import { submit } from './submit.ts';

/**
 * updateRecoveryFlow: sends a code to an address, and redeems one, be it from there or from
 * createRecoveryCodeForIdentity. It ends in a session, with a settings flow in which to choose a
 * password.
 */
export const updateRecoveryFlow = submit('recovery', async (submission) => {
  const { context, flow, fields } = submission;
  if (fields.method !== 'code')
    throw new FlowFault({ messages: [invalid('Could not find any recovery strategy.')] });
  if (wantsCode(submission)) return sendRecoveryCode(submission);
  requireField('code', fields.code);
  const identityId = await context.flows.redeem(flow.id, fields.code);
  if (identityId === undefined) {
    const shown = await context.flows.update(flow.id, flow.state, {
      ...flow.content,
      messages: [recoveryCodeInvalid],
    });
    // Kratos answers a wrong code 200, with the flow and its message.
    return answerFlow(submission, shown, 200);
  }
  const identity = await context.identities.get(identityId);
  if (identity.state === 'inactive')
    throw new OryError(401, 'identity is disabled', {
      id: 'identity_disabled',
      reason: 'This account was disabled.',
    });
  return recover(submission, identity.id);
});

/** Another one, too; not in a flow that an administrator made for somebody. */
const wantsCode = ({ flow, fields }: Submission): boolean =>
  flow.state === 'choose_method' ||
  (flow.state === 'sent_email' && fields.email !== '' && 'email' in flow.content.values);

async function recover(submission: Submission, identityId: string): Promise<unknown> {
  const { context, flow, request, reply } = submission;
  const { baseUrl, project, flows, sessions, webhooks } = context;
  // Who had to recover may share the account with whom they recover it from.
  if (webhooks.revokesSessions('recovery', 'code')) await sessions.endAll(identityId);
  const live = await startSession(context, request, reply, {
    identityId,
    method: 'code_recovery',
    carrier: flow.type === 'api' ? 'token' : 'cookie',
  });
  await webhooks.after('recovery', 'code', { flow, identity: live.identity });
  const settings = await flows.create({
    kind: 'settings',
    type: flow.type,
    requestUrl: flow.requestUrl,
    returnTo: flow.returnTo,
    identityId,
    state: 'show_form',
    lifespan: project.flowLifespans.settings,
    content: {
      ...EMPTY_CONTENT,
      messages: [recovered(project.sessions.privilegedMaxAge / 60)],
    },
  });
  const url = pageOf(baseUrl, settings);
  if (flow.type === 'api') return reply.send(await withToken(submission, settings, live.token));
  if (!answersJson(flow, request)) return reply.redirect(url, 303);
  throw new OryError(422, 'browser location change required', {
    id: 'browser_location_change_required',
    reason: `In order to complete this flow please redirect the browser to: ${url}`,
    beside: { redirect_browser_to: url },
  });
}

async function withToken(
  { context, flow, request, reply }: Submission,
  settings: FlowRow,
  token: string | undefined,
): Promise<object> {
  const passed = await context.flows.update(flow.id, 'passed_challenge', EMPTY_CONTENT);
  return {
    ...(await presentFlow(context, passed, request, reply)),
    continue_with: [
      { action: 'set_ory_session_token', ory_session_token: token },
      {
        action: 'show_settings_ui',
        flow: { id: settings.id, url: pageOf(context.baseUrl, settings) },
      },
    ],
  };
}
