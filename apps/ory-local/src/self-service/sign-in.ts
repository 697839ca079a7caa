import type { IdentityRow } from '../identities/identity.ts';
import { startSession } from '../sessions/presented.ts';
import { toPublicIdentity, toSession, type LiveSession } from '../sessions/session.ts';
import { answersJson } from './client.ts';
import type { Submission } from './submission.ts';

/**
 * Ends a log-in or registration with a session: the token to a program, the cookie to a browser,
 * which goes where it came for. Somebody who only proved again who they are keeps theirs.
 */
export async function signIn(
  submission: Submission,
  identity: IdentityRow,
  method: 'password',
  current: LiveSession | undefined,
): Promise<unknown> {
  const { context, flow, request, reply } = submission;
  const { baseUrl, sessions, webhooks } = context;
  if (current !== undefined) await sessions.refresh(current.session.id);
  const live =
    current === undefined
      ? await startSession(context, request, reply, {
          identityId: identity.id,
          method,
          carrier: flow.type === 'api' ? 'token' : 'cookie',
        })
      : { ...(await sessions.get(current.session.id)), token: undefined };
  if (flow.kind === 'login') await webhooks.after('login', method, { flow, identity });
  if (!answersJson(flow, request))
    return reply.redirect(flow.returnTo ?? `${baseUrl}/ui/welcome`, 303);
  return reply.send({
    ...(live.token === undefined ? {} : { session_token: live.token }),
    session: toSession(live, baseUrl),
    ...(flow.kind === 'registration' ? { identity: toPublicIdentity(identity, baseUrl) } : {}),
  });
}
