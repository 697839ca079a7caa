import { notFound, type Principal, reachesTeam } from '@moltnet/auth';
import { type CreateAgentKeyInput, type IssuedAgentKey, LIMITS, Problem } from '@moltnet/contract';
import {
  accessKeyWriter,
  type Database,
  type Idempotency,
  once,
  teamReader,
  type Transaction,
} from '@moltnet/database';
import { uuidv7 } from 'uuidv7';
import { agentKeyView } from './agent-key-view.ts';
import { requireScopes } from './require-key.ts';
import { newAgentKeySecret } from './secret.ts';

/**
 * Issues a key of the calling agent. One that a key issues has no more scopes than that, the same
 * team, and ends no later. Its secret is in the answer, and kept nowhere but in that of its
 * idempotency key, sealed.
 * @throws Problem `FORBIDDEN` for scopes that the caller lacks, `NOT_FOUND` for a team that it is not
 *   in, `CONFLICT` when it has as many live keys as an agent may
 */
export async function createAgentKey(
  db: Database,
  principal: Principal,
  input: CreateAgentKeyInput,
  idempotency?: Idempotency,
): Promise<IssuedAgentKey> {
  const { identityId, credential } = principal;
  requireScopes(principal, input.scopes);
  const teamId = await boundTeam(db, principal, input.teamId);
  // A narrower credential must not be given what a wider one asked for.
  const by = credential?.keyId ?? identityId;
  return db.transaction((tx) =>
    once(tx, by, idempotency, async () => {
      await requireRoom(tx, identityId);
      const id = uuidv7();
      const { secret, secretHash } = newAgentKeySecret(id);
      const made = await accessKeyWriter(tx).issue({
        id,
        identityId,
        name: input.name,
        scopes: input.scopes,
        ttlDays: input.ttlDays ?? LIMITS.agentKey.days.default,
        secretHash,
        teamId,
        issuedBy: credential?.keyId ?? null,
        notAfter: credential?.expiresAt,
      });
      return { key: agentKeyView(made), secret };
    }),
  );
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
