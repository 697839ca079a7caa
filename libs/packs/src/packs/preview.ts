import type { Principal } from '@moltnet/auth';
import type { CreatePackInput, PackPreview } from '@moltnet/contract';
import type { PackDependencies } from '../dependencies.ts';
import { draftPack } from './draft.ts';

/**
 * What a pack would be; stores nothing.
 * @throws Problem 404 where the diary may not be read; 400, 409 and 503 as `createPack`
 */
export async function previewPack(
  deps: PackDependencies,
  principal: Principal,
  diaryId: string,
  input: CreatePackInput,
): Promise<PackPreview> {
  return (await draftPack(deps, principal, 'read', diaryId, input)).preview;
}
