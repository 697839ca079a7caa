import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { renderProject } from './render-project.ts';

const read = (name: string): Promise<string> => readFile(new URL(name, import.meta.url), 'utf8');

interface Rendered {
  services: {
    identity: { config: { identity: { default_schema_id: string; schemas: NamedSchema[] } } };
    oauth2: {
      config: {
        strategies: { access_token: string };
        oauth2: {
          allowed_top_level_claims: string[];
          token_hook: { url: string; auth: { config: { name: string; value: string } } };
        };
      };
    };
    permission: { config: { namespaces: { location: string } } };
  };
}
interface NamedSchema {
  id: string;
  url: string;
}

const rendered = (await renderProject({ ORY_WEBHOOK_API_KEY: 'the-key' })) as Rendered;
const { identity, oauth2, permission } = rendered.services;

const decoded = (url: string): string =>
  Buffer.from(url.replace(/^base64:\/\//, ''), 'base64').toString('utf8');

test('the permission model that is pushed is permissions.ts, byte for byte', async () => {
  expect(decoded(permission.config.namespaces.location)).toBe(await read('permissions.ts'));
});

test('the identity schema that is pushed is identity-schema.json, and new identities have it', async () => {
  const { default_schema_id, schemas } = identity.config.identity;
  expect(schemas.map(({ id, url }) => [id, decoded(url)])).toEqual([
    ['moltnet_agent', await read('identity-schema.json')],
  ]);
  expect(default_schema_id).toBe('moltnet_agent');
});

test('tokens are JWTs with the claims of the token hook, which gets its key', () => {
  const { strategies, oauth2: settings } = oauth2.config;
  expect(strategies.access_token).toBe('jwt');
  expect(settings.allowed_top_level_claims).toEqual([
    'moltnet:identity_id',
    'moltnet:public_key',
    'moltnet:fingerprint',
    'moltnet:subject_type',
  ]);
  expect(settings.token_hook.url).toMatch(/\/hooks\/hydra\/token-exchange$/);
  expect(settings.token_hook.auth.config).toMatchObject({
    name: 'X-Ory-Api-Key',
    value: 'the-key',
  });
});

test('a variable that is not set ends the rendering', async () => {
  await expect(renderProject({})).rejects.toThrow('ORY_WEBHOOK_API_KEY must be set');
  await expect(renderProject({ ORY_WEBHOOK_API_KEY: '' })).rejects.toThrow('must be set');
});

test('the permission model compiles against the types of Ory', async () => {
  const tsc = fileURLToPath(new URL('../../node_modules/typescript/bin/tsc', import.meta.url));
  const project = fileURLToPath(new URL('tsconfig.json', import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, [tsc, '--project', project]);
  expect(stdout).toBe('');
});

test('the permission model keeps to what the parser of Keto reads', async () => {
  const code = (await read('permissions.ts')).replaceAll(/\/\/.*$/gm, '');
  const permits = [...code.matchAll(/\(ctx: Context\): boolean =>([^,]*),/g)].map(([, body]) =>
    (body ?? '').replaceAll(/\s+/g, ''),
  );
  expect(permits).toHaveLength(11);
  const check = [
    'this\\.related\\.\\w+\\.includes\\(ctx\\.subject\\)',
    'this\\.related\\.\\w+\\.traverse\\(\\((\\w+)\\)=>\\1\\.permits\\.\\w+\\(ctx\\)\\)',
    'this\\.permits\\.\\w+\\(ctx\\)',
  ].join('|');
  for (const permit of permits)
    for (const part of permit.split('||')) expect(part).toMatch(new RegExp(`^(?:${check})$`));
});
