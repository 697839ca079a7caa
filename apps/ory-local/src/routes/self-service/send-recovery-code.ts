import { findRecoverable } from '../../identities/find-recoverable.ts';
import { normalizeIdentifier } from '../../identities/schema.ts';
import { requireField } from '../../self-service/faults.ts';
import { storable } from '../../self-service/fields.ts';
import { EMPTY_CONTENT, FlowFault } from '../../self-service/flow.ts';
import { invalid, recoveryEmailSent } from '../../self-service/messages.ts';
import { newRecoveryCode } from '../../self-service/recovery-code.ts';
import { answerFlow, type Submission } from '../../self-service/submission.ts';

/** 64 octets, `@` and 255: RFC 5321 sections 4.5.3.1.1 and 4.5.3.1.2. */
const MAX_ADDRESS = 320;

/**
 * Sends a code to whoever has the address. The answer is the same, after the same statements, where
 * nobody has: the flow then has a code that nobody gets to know.
 * @throws OryError 429 for many codes to one address from one place.
 */
export async function sendRecoveryCode(submission: Submission): Promise<unknown> {
  const { context, flow, fields, request } = submission;
  requireField('email', fields.email);
  const email = normalizeIdentifier(storable(fields.email));
  if (email.length > MAX_ADDRESS || !email.includes('@'))
    throw new FlowFault({ fieldMessages: { email: [invalid('This is no e-mail address.')] } });
  context.recoveryAttempts.begin(email, request.ip);
  const { database, project, flows, courier } = context;
  const identityId = await findRecoverable(database, project.defaultSchemaId, email);
  const code = newRecoveryCode();
  await flows.setCode(flow.id, identityId, code);
  await courier.queue(identityId, {
    recipient: email,
    subject: 'Recover access to your account',
    body: `Recover access to your account by entering the following code:\n\n${code}\n`,
    templateType: 'recovery_code_valid',
  });
  const sent = await flows.update(flow.id, 'sent_email', {
    ...EMPTY_CONTENT,
    messages: [recoveryEmailSent],
    values: { email },
  });
  return answerFlow(submission, sent, 200);
}
