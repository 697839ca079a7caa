import { OryError } from '../../errors.ts';
import type { IdentityRow } from '../../identities/identity.ts';
import { normalizeIdentifier } from '../../identities/schema.ts';
import { verifyPassword } from '../../passwords/hash.ts';
import { findPassword } from '../../passwords/store.ts';
import { requireField } from '../../self-service/faults.ts';
import { storable } from '../../self-service/fields.ts';
import { FlowFault } from '../../self-service/flow.ts';
import { invalid, invalidCredentials } from '../../self-service/messages.ts';
import { signIn } from '../../self-service/sign-in.ts';
import type { Submission } from '../../self-service/submission.ts';
import { requireSession } from '../../sessions/presented.ts';
import { submit } from './submit.ts';

/** updateLoginFlow, by password. */
export const updateLoginFlow = submit('login', async (submission) => {
  const { context, flow, fields, request } = submission;
  if (fields.method !== 'password')
    throw new FlowFault({ messages: [invalid('Could not find any login strategy.')] });
  const current = flow.refresh ? await requireSession(context, request) : undefined;
  const identity = await identify(submission);
  if (current !== undefined && current.identity.id !== identity.id)
    throw new FlowFault({ messages: [invalidCredentials] });
  await context.webhooks.before('login', 'password', { flow, identity });
  return signIn(submission, identity, 'password', current);
});

/** One answer, after the same time, to who does not exist and who has another password. */
async function identify({ context, fields, request }: Submission): Promise<IdentityRow> {
  const { identifier, password } = fields;
  requireField('identifier', identifier);
  requireField('password', password);
  const name = normalizeIdentifier(storable(identifier));
  context.attempts.begin(name, request.ip);
  const found = await findPassword(context.database, name);
  if (!(await verifyPassword(password, found?.hash)) || found === undefined)
    throw new FlowFault({ messages: [invalidCredentials] });
  context.attempts.succeeded(name, request.ip);
  const identity = await context.identities.get(found.identityId);
  if (identity.state === 'inactive')
    throw new OryError(401, 'identity is disabled', {
      id: 'identity_disabled',
      reason: 'This account was disabled.',
    });
  return identity;
}
