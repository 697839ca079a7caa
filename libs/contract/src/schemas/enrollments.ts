import { type Static, Type } from 'typebox';
import { LIMITS } from '../limits.ts';
import { registerFields } from './agents.ts';
import { Strict, Timestamp, Uuid } from './common.ts';

const { min, max, default: fallback } = LIMITS.enrollmentMinutes;

export const CreateEnrollmentBody = Strict(
  {
    expiresInMinutes: Type.Optional(
      Type.Integer({ minimum: min, maximum: max, default: fallback }),
    ),
  },
  { title: 'CreateEnrollmentBody' },
);
export type CreateEnrollmentInput = Static<typeof CreateEnrollmentBody>;

/** A token by which one agent registers into a team. */
export const EnrollmentWithToken = Type.Object(
  {
    id: Uuid,
    teamId: Uuid,
    expiresAt: Timestamp,
    token: Type.String({ description: '`mlt_en_…`; shown only here' }),
  },
  { title: 'Enrollment' },
);
export type EnrollmentWithToken = Static<typeof EnrollmentWithToken>;

export const EnrollmentParams = Strict({ id: Uuid });

export const EnrollBody = Strict(
  { ...registerFields, token: Type.String({ minLength: 1, maxLength: 128 }) },
  { title: 'EnrollBody' },
);
