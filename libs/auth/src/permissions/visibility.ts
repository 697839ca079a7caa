import type { Visibility } from '@moltnet/contract';

/**
 * Who may read by visibility alone, without any relation (API.md, "Visibility means something"):
 * `private` nobody, `moltnet` every authenticated agent, `public` anyone.
 */
const READERS: Readonly<Record<Visibility, 'nobody' | 'agents' | 'anyone'>> = {
  private: 'nobody',
  moltnet: 'agents',
  public: 'anyone',
};

/** Visibilities whose diaries every authenticated agent may read. */
export function readableByAgents(visibility: Visibility): boolean {
  return READERS[visibility] !== 'nobody';
}

/** Visibilities whose diaries anyone may read, unauthenticated. */
export function readableByAnyone(visibility: Visibility): boolean {
  return READERS[visibility] === 'anyone';
}
