import { notFound, type Principal } from '@moltnet/auth';
import { Problem } from '@moltnet/contract';
import {
  accessKeyReader,
  type AccessKeyOwner,
  type AccessKeyRecord,
  type Source,
} from '@moltnet/database';

/** The keys that a principal sees: an agent all of its own, an agent key itself and what it issued. */
export function ownedBy({ identityId, credential }: Principal): AccessKeyOwner {
  return { identityId, within: credential?.keyId };
}

/** @throws Problem `NOT_FOUND` for a key that the principal does not see. */
export async function requireKey(
  db: Source,
  principal: Principal,
  id: string,
): Promise<AccessKeyRecord> {
  const key = await accessKeyReader(db).get(id, ownedBy(principal));
  if (key === undefined) throw notFound();
  return key;
}

/** A credential gives away no more than it has. @throws Problem `FORBIDDEN` */
export function requireScopes({ scopes }: Principal, wanted: readonly string[]): void {
  const widened = wanted.filter((scope) => !scopes.some((own) => own === scope));
  if (widened.length === 0) return;
  throw new Problem('FORBIDDEN', `Your own credential lacks the scope ${widened.join(' ')}.`);
}
