import { e2e, type Requirements } from './requirement.ts';

/** Signatures. */
export const SIGNATURES: Requirements = {
  'signature.binds': {
    says: 'A v2 signature holds for one author, diary, content and time, and makes one entry.',
    provenBy: [
      e2e('memory/signature-v2.test.ts', 'is refused when its content was changed on the way'),
      e2e('memory/signature-v2.test.ts', 'makes one entry of its author, in whatever diary'),
    ],
  },
  'signature.retry': {
    says: 'A signature that does not verify is refused and uses nothing up.',
    provenBy: [
      e2e('memory/signature-v1.test.ts', 'stays pending after a signature that does not verify'),
      e2e('memory/signature-v2.test.ts', 'is not used up by a signature that was refused'),
    ],
  },
};
