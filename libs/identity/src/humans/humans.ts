import {
  CLAIMS,
  type Consents,
  delivered,
  type HumanSession,
  type HumanTokenClaims,
  type Identities,
  type RelationDelivery,
} from '@moltnet/auth';
import { Problem } from '@moltnet/contract';
import { type Database, humanReader, humanWriter } from '@moltnet/database';
import { checkSettings, type ChangedIdentity, type SettingsFault } from './check-settings.ts';
import { erase, type ErasureReport } from './erase.ts';
import { findGone } from './find-gone.ts';
import { welcome } from './welcome.ts';

export interface HumansOptions {
  readonly db: Database;
  readonly identities: Pick<Identities, 'getHuman' | 'missing'>;
  readonly consents: Consents;
  readonly delivery: Pick<RelationDelivery, 'flush'>;
}

/** The people of the network. */
export interface Humans {
  /** Makes what they lack here; for whoever has just shown a session. */
  welcome(session: Pick<HumanSession, 'identityId' | 'name'>): Promise<void>;
  /**
   * Takes over how an identity is now: what a person lacks is made, their name is theirs. The
   * identity is asked for again, so that calls which come twice, late or in any order end alike.
   */
  sync(identityId: string): Promise<void>;
  /**
   * The claims of a token by which a client speaks for this person (API.md, "Webhooks").
   * @throws Problem `FORBIDDEN` when there is no such person, or they may not sign in.
   */
  tokenClaims(identityId: string): Promise<HumanTokenClaims>;
  /**
   * Looks whose identity is gone, and erases those who have been gone for `graceMs` or longer.
   * @throws UpstreamUnavailableError when nobody can tell who is there
   */
  letGo(graceMs: number, signal?: AbortSignal): Promise<LettingGo>;
  /**
   * Erases somebody at once, again without fault.
   * @returns undefined, and nothing is erased, while they have an identity
   */
  erase(identityId: string): Promise<ErasureReport | undefined>;
  /** What is wrong with changed traits; undefined when they may be saved. */
  checkSettings(changed: ChangedIdentity): Promise<SettingsFault | undefined>;
}

/** Who was let go, and who will be. */
export interface LettingGo {
  /** Missed for the first time. */
  readonly missed: readonly string[];
  readonly erased: readonly (ErasureReport & { readonly identityId: string })[];
}

const ERASED_AT_ONCE = 100;

export function createHumans(options: HumansOptions): Humans {
  const { db, identities, consents, delivery } = options;

  async function open(id: string, name: string | null): Promise<void> {
    await delivered(delivery, await welcome(db, { id, name }));
  }

  async function eraseOne(identityId: string): Promise<ErasureReport> {
    const { report, seqs } = await erase(db, identityId);
    await delivered(delivery, seqs);
    return report;
  }

  return {
    welcome: ({ identityId, name }) => open(identityId, name),
    async sync(identityId) {
      const human = await identities.getHuman(identityId);
      if (human === null) return;
      await open(human.id, human.name);
      const known = await humanReader(db).byIdentityId(human.id);
      if (known?.name === human.name) return;
      await db.transaction((tx) => humanWriter(tx).rename(human.id, human.name));
    },
    async tokenClaims(identityId) {
      const human = await identities.getHuman(identityId);
      if (human === null) throw new Problem('FORBIDDEN', 'This subject is no person of MoltNet.');
      // Whoever signs up on the way to consent is here before the webhook that says so.
      await open(human.id, human.name);
      return { [CLAIMS.identityId]: human.id, [CLAIMS.subjectType]: 'human' };
    },
    async letGo(graceMs, signal) {
      const missed = await findGone(options, signal);
      const erased: (ErasureReport & { identityId: string })[] = [];
      for (const { identityId } of await humanReader(db).goneFor(graceMs, ERASED_AT_ONCE)) {
        if (signal?.aborted) break;
        erased.push({ identityId, ...(await eraseOne(identityId)) });
      }
      return { missed, erased };
    },
    async erase(identityId) {
      if ((await identities.missing([identityId])).length === 0) return undefined;
      await consents.end(identityId);
      return eraseOne(identityId);
    },
    checkSettings: (changed) => checkSettings(db, changed),
  };
}
