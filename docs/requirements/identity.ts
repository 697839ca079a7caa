import { e2e, type Requirements } from './requirement.ts';

/** Identity. */
export const IDENTITY: Requirements = {
  'identity.all-or-nothing': {
    says: 'A registration in which a step fails leaves nothing behind in any system.',
    provenBy: [e2e('network/registration.test.ts', 'a registration in which %s')],
  },
  'identity.repeatable': {
    says: 'The same registration again is the same identity; its nonce with other content is 409.',
    provenBy: [
      e2e('network/registration.test.ts', 'repeated gives the same identity with a new secret'),
      e2e('network/registration.test.ts', 'with the nonce of another is 409'),
    ],
  },
  'identity.secrets': {
    says: 'No secret is kept in the database, in workflow state or in a log.',
    provenBy: [
      e2e('network/registration.test.ts', 'leaves no secret in the database'),
      'libs/observability/src/logger.test.ts › does not print a secret',
    ],
  },
};
