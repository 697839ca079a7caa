import { randomInt } from 'node:crypto';

/** Six digits, as Kratos has them. */
export const newRecoveryCode = (): string => String(randomInt(1_000_000)).padStart(6, '0');
