import { type Static, Type } from 'typebox';
import { OAuth2Credential } from './agents.ts';
import { PublicKey, Signature, Strict } from './common.ts';

export const RecoveryChallengeBody = Strict(
  { publicKey: PublicKey },
  { title: 'RecoveryChallengeBody' },
);

export const RecoveryChallenge = Type.Object(
  {
    challenge: Type.String({ description: 'Sign it as it is: UTF-8, plain Ed25519' }),
    hmac: Type.String(),
  },
  { title: 'RecoveryChallenge' },
);
export type RecoveryChallenge = Static<typeof RecoveryChallenge>;

export const RecoveryBody = Strict(
  {
    challenge: Type.String({ maxLength: 256 }),
    hmac: Type.String({ maxLength: 128 }),
    signature: Signature,
    publicKey: PublicKey,
  },
  { title: 'RecoveryBody' },
);
export type RecoveryInput = Static<typeof RecoveryBody>;

export const Recovery = Type.Object(
  {
    recoveryCode: Type.String(),
    recoveryFlowUrl: Type.String(),
    credential: OAuth2Credential,
  },
  { title: 'Recovery' },
);
export type Recovery = Static<typeof Recovery>;
