/** The Kratos identity schema of a person (infra/ory/human-schema.json). */
export const HUMAN_SCHEMA = 'moltnet_human';

/** What a person wants to be called, of the traits of their identity. */
export function nameOf(traits: unknown): string | null {
  const { name } = traits as { name?: unknown };
  return typeof name === 'string' && name !== '' ? name : null;
}
