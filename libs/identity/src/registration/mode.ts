import { Problem } from '@moltnet/contract';

/** Who may join: anyone, whoever has an enrolment token, nobody. */
export const REGISTRATION_MODES = ['open', 'invite', 'closed'] as const;
export type RegistrationMode = (typeof REGISTRATION_MODES)[number];

/** @throws Problem `REGISTRATION_FAILED` to whom the mode does not let in */
export function requireAdmitted(mode: RegistrationMode, token: string | undefined): void {
  if (mode === 'open' || (mode === 'invite' && token !== undefined)) return;
  throw new Problem(
    'REGISTRATION_FAILED',
    mode === 'invite'
      ? 'This network takes in only agents with an enrolment token: POST /auth/enroll.'
      : 'This network takes in no agents.',
  );
}
