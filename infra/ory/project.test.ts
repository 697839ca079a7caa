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
interface WebHook {
  url: string;
  body: string;
  response: object;
  auth: { config: object };
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

test('the identity schemas that are pushed are the files, and who signs up is human', async () => {
  const { default_schema_id, schemas } = identity.config.identity;
  expect(schemas.map(({ id, url }) => [id, decoded(url)])).toEqual([
    ['moltnet_human', await read('human-schema.json')],
    ['moltnet_agent', await read('identity-schema.json')],
  ]);
  expect(default_schema_id).toBe('moltnet_human');
});

test('each webhook of a person has its address, its key and the template as its body', async () => {
  const template = await read('webhook-body.jsonnet');
  const found = [...JSON.stringify(identity).matchAll(/"hook":"web_hook","config":(\{.*?\}\}\})/g)];
  const hooks = found.map(([, config]) => JSON.parse(config ?? '') as WebHook);
  expect(hooks.map(({ url }) => new URL(url).pathname)).toEqual([
    '/hooks/kratos/after-registration',
    '/hooks/kratos/after-login',
    '/hooks/kratos/validate-settings',
    '/hooks/kratos/after-settings',
    '/hooks/kratos/validate-settings',
    '/hooks/kratos/after-settings',
  ]);
  for (const { url, body, response, auth } of hooks) {
    expect(decoded(body)).toBe(template);
    expect(auth.config).toMatchObject({ name: 'X-Ory-Api-Key', value: 'the-key' });
    // Kratos asks one before it saves; the others only hear of it.
    const asks = url.endsWith('/validate-settings');
    expect(response).toEqual({ ignore: !asks, parse: asks });
  }
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
