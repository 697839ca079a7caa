import { notFound, type Principal, reachesTeam } from '@moltnet/auth';
import {
  type AgentKey,
  type CreateAgentKeyInput,
  type IssuedAgentKey,
  LIMITS,
  Problem,
} from '@moltnet/contract';
import {
  accessKeyWriter,
  type Database,
  type Idempotency,
  once,
  teamReader,
  type Transaction,
} from '@moltnet/database';
import { uuidv7 } from 'uuidv7';
import type { OnCredentialsEnded } from '../credentials/replace-secret.ts';
import { agentKeyView } from './agent-key-view.ts';
import { requireScopes } from './require-key.ts';
import { newAgentKeySecret } from './secret.ts';

/**
 * Issues a key of the calling agent. One that a key issues has no more scopes than that, the same
 * team, and ends no later. Repeated with the same idempotency key it is the same key with a new
 * secret, as with a registration: no secret is kept that could be given again.
 * @throws Problem `FORBIDDEN` for scopes that the caller lacks, `NOT_FOUND` for a team that it is not
 *   in, `CONFLICT` when it has as many live keys as an agent may
 */
export async function createAgentKey(
  { db, onCredentialsEnded }: { db: Database; onCredentialsEnded: OnCredentialsEnded },
  principal: Principal,
  input: CreateAgentKeyInput,
  idempotency?: Idempotency,
): Promise<IssuedAgentKey> {
  const { identityId, credential } = principal;
  requireScopes(principal, input.scopes);
  const teamId = await boundTeam(db, principal, input.teamId);
  const { issued, again } = await db.transaction(async (tx) => {
    const keys = accessKeyWriter(tx);
    let secret: string | undefined;
    // A narrower credential must not be given what a wider one asked for.
    const by = credential?.keyId ?? identityId;
    const key = await once<AgentKey>(tx, by, idempotency, async () => {
      await requireRoom(tx, identityId);
      const id = uuidv7();
      const first = newAgentKeySecret(id);
      secret = first.secret;
      const made = await keys.issue({
        id,
        identityId,
        name: input.name,
        scopes: input.scopes,
        ttlDays: input.ttlDays ?? LIMITS.agentKey.days.default,
        secretHash: first.secretHash,
        teamId,
        issuedBy: credential?.keyId ?? null,
        notAfter: credential?.expiresAt,
      });
      return agentKeyView(made);
    });
    if (secret !== undefined) return { issued: { key, secret }, again: false };
    const other = newAgentKeySecret(key.id);
    const replaced = await keys.replaceSecret(key.id, other.secretHash);
    if (replaced === undefined) throw new Problem('CONFLICT', 'The key of this request is over.');
    return { issued: { key: agentKeyView(replaced), secret: other.secret }, again: true };
  });
  if (again) await onCredentialsEnded({ identityId, clientId: null });
  return issued;
}

/** The team that the new key is bound to; `null` where neither the caller nor the input names one. */
async function boundTeam(
  db: Database,
  principal: Principal,
  wanted: string | undefined,
): Promise<string | null> {
  const teamId = wanted ?? principal.credential?.teamId;
  if (teamId === undefined) return null;
  const subject = { subjectId: principal.identityId, subjectNs: 'Agent' } as const;
  const role = await teamReader(db).role(teamId, subject);
  if (role === undefined || !reachesTeam(principal, teamId)) throw notFound();
  return teamId;
}

async function requireRoom(tx: Transaction, identityId: string): Promise<void> {
  const { live } = LIMITS.agentKey;
  if ((await accessKeyWriter(tx).countLive(identityId)) < live) return;
  throw new Problem('CONFLICT', `An agent has at most ${live} live keys. Revoke one first.`);
}
