import { OryError } from '../../errors.ts';
import { hashPassword } from '../../passwords/hash.ts';
import { requirePassword, requireTraits } from '../../self-service/faults.ts';
import { FlowFault } from '../../self-service/flow.ts';
import { accountExists, invalid } from '../../self-service/messages.ts';
import { signIn } from '../../self-service/sign-in.ts';
import { submit } from './submit.ts';

/**
 * updateRegistrationFlow, by password. Who chooses a taken login name learns that it is taken: the
 * answer to a free one is a session, so no words could hide it. Ory Network can, by verifying the
 * address first.
 */
export const updateRegistrationFlow = submit('registration', async (submission) => {
  const { context, flow, fields, schema } = submission;
  const { identities, webhooks } = context;
  if (fields.method !== 'password')
    throw new FlowFault({ messages: [invalid('Could not find any registration strategy.')] });
  const { traits, password } = fields;
  requireTraits(schema, traits);
  requirePassword(
    password,
    schema.identifiers(traits).map(({ identifier }) => identifier),
  );
  const hash = await hashPassword(password);
  const input = { schema_id: schema.id, traits };
  await webhooks.before('registration', 'password', { flow, identity: { id: null, ...input } });
  const identity = await identities.create(input, hash).catch((error: unknown) => {
    if (error instanceof OryError && error.statusCode === 409)
      throw new FlowFault({ messages: [accountExists] });
    throw error;
  });
  await webhooks.after('registration', 'password', { flow, identity });
  return signIn(submission, identity, 'password', undefined);
});
