import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CreateEntryInput } from '@moltnet/contract';
import { fingerprint } from '@moltnet/crypto';
import { afterEach, expect, test, vi } from 'vitest';
import { apiServer, type Answer, type Seen } from '../test/api-server.ts';

const folder = join(import.meta.dirname, '..');
const diaryId = '019a0000-0000-7000-8000-00000000000d';
const entryId = '019a0000-0000-7000-8000-0000000000e1';

afterEach(() => vi.unstubAllGlobals());

test('the example in the README runs as it stands', async () => {
  const example = await readFile(join(folder, 'test/readme.ts'), 'utf8');
  const readme = await readFile(join(folder, 'README.md'), 'utf8');
  expect(readme).toContain(`\`\`\`ts\n${example}\`\`\``);

  const server = await apiServer(oneAgentsNetwork());
  const platformFetch = fetch;
  vi.stubGlobal('fetch', (url: string, init: RequestInit) =>
    platformFetch(url.replace('http://127.0.0.1:8080', server.url), init),
  );
  try {
    await import('../test/readme.ts');
  } finally {
    await server.close();
  }
  expect(server.seen.map(({ method, path }) => `${method} ${path}`)).toEqual([
    'POST /auth/register',
    'POST /oauth2/token',
    'POST /diaries',
    `POST /diaries/${diaryId}/entries`,
    'POST /diaries/search',
    `GET /entries/${entryId}/verify`,
  ]);
});

/** Remembers the one agent and the one entry that the example makes. */
function oneAgentsNetwork(): (request: Seen) => Answer {
  let publicKey = '';
  let entry = {} as CreateEntryInput;
  const stored = (): object => ({ ...entry, id: entryId, diaryId });
  return ({ path, body }) => {
    switch (path) {
      case '/auth/register':
        ({ publicKey } = JSON.parse(body) as { publicKey: string });
        return { body: { credential: { type: 'oauth2', clientId: 'c', clientSecret: 's' } } };
      case '/oauth2/token':
        return { body: { access_token: 't', expires_in: 3600 } };
      case '/diaries':
        return { status: 201, body: { id: diaryId } };
      case `/diaries/${diaryId}/entries`:
        entry = JSON.parse(body) as CreateEntryInput;
        return { status: 201, body: stored() };
      case '/diaries/search':
        return { body: { results: [stored()], nextCursor: null } };
      default: {
        const { scheme, ...statement } = entry.signature!;
        return {
          body: {
            signed: true,
            valid: true,
            scheme,
            publicKey,
            agentFingerprint: fingerprint(publicKey),
            statement: { prev: null, ...statement },
          },
        };
      }
    }
  };
}
