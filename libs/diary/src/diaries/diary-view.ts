import type { Diary } from '@moltnet/contract';
import type { DiaryRecord } from '@moltnet/database';
import { creatorView } from '../creator-view.ts';

/** A record as the `Diary` of API.md. */
export function diaryView(record: DiaryRecord): Diary {
  const { creatorId, creatorName, creatorPublicKey, creatorFingerprint, ...fields } = record;
  return {
    ...fields,
    creator: creatorView({
      identityId: creatorId,
      name: creatorName,
      publicKey: creatorPublicKey,
      fingerprint: creatorFingerprint,
    }),
  };
}
