/** A key rotation that both keys have agreed to; kept as the workflow's input. */
export interface KeyRotationPlan {
  readonly identityId: string;
  readonly oldPublicKey: string;
  readonly newPublicKey: string;
  readonly newFingerprint: string;
}
