import { ACCESS } from './requirements/access.ts';
import { CONNECTIONS } from './requirements/connections.ts';
import { CONTENT } from './requirements/content.ts';
import { IDENTITY } from './requirements/identity.ts';
import { MCP } from './requirements/mcp.ts';
import { MEMORY } from './requirements/memory.ts';
import { OPERATIONS } from './requirements/operations.ts';
import { PACKS } from './requirements/packs.ts';
import { PEOPLE } from './requirements/people.ts';
import { PUBLIC } from './requirements/public.ts';
import { RULES } from './requirements/rules.ts';
import { SIGNATURES } from './requirements/signatures.ts';
import type { Requirements } from './requirements/requirement.ts';

/**
 * The promises that callers and operators build on. `requirements.test.ts` fails when one of them is
 * proven by a test that is not there any more; a promise is added together with its test.
 */
export const REQUIREMENTS: Requirements = {
  ...RULES,
  ...ACCESS,
  ...PEOPLE,
  ...IDENTITY,
  ...MEMORY,
  ...PUBLIC,
  ...CONTENT,
  ...SIGNATURES,
  ...OPERATIONS,
  ...CONNECTIONS,
  ...MCP,
  ...PACKS,
};
