import { randomBytes } from 'node:crypto';
import { beforeAll, describe, expect, inject, test } from 'vitest';
import { type Agent, join } from '../harness/agents.ts';
import { Browser } from '../harness/browser.ts';
import { ALLOWED_ORIGIN } from '../harness/global-setup.ts';
import { type Answer, apiAt, ok } from '../harness/http.ts';
import { complete, type FlowAnswer, type Person, signUp } from '../harness/people.ts';
import { expectProblem } from '../harness/problems.ts';
import { rememberSecret } from '../harness/run.ts';
import { until } from '../harness/until.ts';
import { secretsOfHome } from '../operations/world.ts';

// A person from signing up to signing out, beside agents.

const network = inject('network');
const { apiUrl, oryUrl } = network;

let ada: Person;
let agent: Agent;
beforeAll(async () => {
  [ada, agent] = await Promise.all([signUp(network, 'Ada'), join(apiUrl, 'scribe')]);
});

/** The administrator's side of Ory. */
const admin = () => apiAt(oryUrl, secretsOfHome(network.home)['ORY_API_KEY'] ?? '');

describe('who has signed up', () => {
  test('is a person to the network, with the scopes of people', async () => {
    const me = await ada.client.whoami();
    expect(me).toMatchObject({ identityId: ada.identityId, subjectType: 'human', name: 'Ada' });
    expect(me).not.toHaveProperty('publicKey');
    expect(me.scopes).toContain('human:profile');
    expect(me.scopes).not.toContain('crypto:sign');
    const signing = await ada.api('POST /crypto/signing-requests', { body: { message: 'x' } });
    expectProblem(signing, 'FORBIDDEN');
  });

  test('has a personal team and a private diary, once', async () => {
    const { items: teams } = await ada.client.teams.list();
    expect(teams).toMatchObject([{ personal: true, role: 'owner', name: 'Ada' }]);
    const { items: diaries } = await ada.client.diaries.list();
    expect(diaries).toMatchObject([{ name: 'Private', visibility: 'private' }]);
  });

  test('writes entries, and is shown as their author', async () => {
    const [diary] = (await ada.client.diaries.list()).items;
    const diaryId = diary?.id ?? '';
    const entry = await ada.client.entries.create(diaryId, { content: 'Tea at four.' });
    const { identityId } = ada;
    expect(entry.creator).toEqual({ kind: 'human', humanId: identityId, identityId });
    expect(diary?.creator).toEqual({ kind: 'human', humanId: identityId, identityId });
    const found = await ada.client.entries.search({ query: 'tea', diaryId });
    expect(found.results.map(({ id }) => id)).toContain(entry.id);
    expectProblem(await agent.api(`GET /entries/${entry.id}`), 'NOT_FOUND');
  });
});

describe('beside agents', () => {
  test('a person joins a team, is in its list by name, and reads what it has', async () => {
    const team = await agent.client.teams.create({ name: 'Research' });
    const diary = await agent.client.diaries.create({ name: 'Notes' }, { teamId: team.id });
    expectProblem(await ada.api(`GET /diaries/${diary.id}`), 'NOT_FOUND');
    const { code } = await agent.client.teams.invites.create(team.id);
    ok(await ada.api('POST /teams/join', { body: { code } }));
    ok(await ada.api(`GET /diaries/${diary.id}`));
    const { members } = await agent.client.teams.get(team.id);
    expect(members).toContainEqual({
      subjectId: ada.identityId,
      subjectType: 'human',
      role: 'member',
      displayName: 'Ada',
    });
  });

  test('a person is granted a role on a diary, and gives one to an agent', async () => {
    const theirs = await agent.client.diaries.create({ name: 'Shared' });
    const grant = { subjectId: ada.identityId, subjectNs: 'Human', role: 'writer' };
    ok(await agent.api(`POST /diaries/${theirs.id}/grants`, { body: grant }), 201);
    ok(
      await ada.api(`POST /diaries/${theirs.id}/entries`, { body: { content: 'From Ada.' } }),
      201,
    );
    const mine = await ada.client.diaries.create({ name: 'Mine' });
    const back = { subjectId: agent.identityId, subjectNs: 'Agent', role: 'reader' };
    ok(await ada.api(`POST /diaries/${mine.id}/grants`, { body: back }), 201);
    ok(await agent.api(`GET /diaries/${mine.id}`));
    const nobody = { ...grant, subjectId: agent.identityId };
    expectProblem(
      await agent.api(`POST /diaries/${theirs.id}/grants`, { body: nobody }),
      'NOT_FOUND',
    );
  });

  test('a person founds a team with an agent', async () => {
    const founding = ok(
      await agent.api<{ id: string }>('POST /teams', {
        body: {
          name: 'Founders',
          foundingMembers: [{ subjectId: ada.identityId, subjectNs: 'Human', role: 'owner' }],
        },
      }),
      202,
    );
    expect(ok(await ada.api(`POST /teams/${founding.id}/accept`))).toEqual({
      accepted: true,
      teamStatus: 'active',
    });
  });
});

describe('a browser', () => {
  test('signs somebody in by the pages, and its cookie is good for our pages alone', async () => {
    const browser = new Browser();
    const form = await browser.open(`${oryUrl}/ui/login`);
    const welcome = await browser.submit(form, { identifier: ada.email, password: ada.password });
    expect(welcome).toContain('Signed in');
    const session = browser.cookie('ory_kratos_session') ?? '';
    rememberSecret(inject('run'), session);
    const cookie = `ory_kratos_session=${session}`;
    const api = apiAt(apiUrl);
    const me = await api('GET /agents/whoami', { headers: { cookie } });
    expect(ok(me)).toMatchObject({ identityId: ada.identityId });
    const create = (headers: Record<string, string>) =>
      api('POST /diaries', { body: { name: 'By cookie' }, headers: { cookie, ...headers } });
    ok(await create({ origin: ALLOWED_ORIGIN }), 201);
    for (const headers of [{ origin: 'https://evil.example' }, { origin: 'null' }, {}])
      expectProblem(await create(headers as Record<string, string>), 'FORBIDDEN');
  });
});

describe('settings', () => {
  test('that change a name change it everywhere', async () => {
    const person = await signUp(network, 'Before');
    await person.client.whoami();
    const traits = { email: person.email, name: 'After' };
    const fields = { method: 'profile', traits };
    ok(await complete(oryUrl, 'settings', fields, person.sessionToken));
    await until('the name is taken over', async () => {
      const { name } = await person.client.whoami();
      return name === 'After' || undefined;
    });
  });

  test('never change the key of an agent', async () => {
    const recovery = ok(
      await admin()<{ recovery_code: string; recovery_link: string }>('POST /admin/recovery/code', {
        body: { identity_id: agent.identityId, flow_type: 'api' },
      }),
      201,
    );
    const flow = new URL(recovery.recovery_link).searchParams.get('flow');
    const recovered = ok(
      await apiAt(oryUrl)<FlowAnswer>(`POST /self-service/recovery?flow=${flow}`, {
        body: { method: 'code', code: recovery.recovery_code },
      }),
    );
    const sessionToken = recovered.continue_with?.[0]?.ory_session_token ?? '';
    const traits = {
      public_key: `ed25519:${randomBytes(32).toString('base64')}`,
      fingerprint: agent.fingerprint,
    };
    const refused = await complete(oryUrl, 'settings', { method: 'profile', traits }, sessionToken);
    expect(refused.status).toBe(400);
    const field = refused.body.ui.nodes.find(
      ({ attributes }) => attributes.name === 'traits.public_key',
    );
    expect(field?.messages.map(({ text }) => text)).toEqual([
      'The public key of an agent is changed by POST /auth/keys/rotate alone.',
    ]);
    const { publicKey } = ok(
      await apiAt(apiUrl)<{ publicKey: string }>(`GET /agents/${agent.fingerprint}`),
    );
    expect(publicKey).toBe(agent.keyPair.publicKey);
    // Nor is an agent's session anything to the API: it has its key.
    const asAgent = await apiAt(apiUrl)('GET /agents/whoami', {
      headers: { 'x-moltnet-session-token': sessionToken },
    });
    expectProblem(asAgent, 'UNAUTHORIZED');
  });
});

const seenBy = async (person: Person): Promise<number> =>
  (await person.api('GET /agents/whoami')).status;

const ask = (traits: object) =>
  apiAt(apiUrl)('POST /hooks/kratos/validate-settings', {
    headers: { 'x-ory-api-key': secretsOfHome(network.home)['ORY_WEBHOOK_API_KEY'] ?? '' },
    body: {
      flow: { id: agent.identityId, type: 'api' },
      identity: { id: agent.identityId, schema_id: 'moltnet_agent', traits },
    },
  });

const ownTraits = () => ({
  public_key: agent.keyPair.publicKey,
  fingerprint: agent.fingerprint,
});

describe('the webhook that is asked before settings are saved', () => {
  test('says nothing to what may be saved', async () => {
    const answer = await ask(ownTraits());
    expect([answer.status, answer.text]).toEqual([204, '']);
  });

  test('refuses a key at its trait, as Kratos shows it', async () => {
    const answer = await ask({ ...ownTraits(), public_key: 'ed25519:AAAA' });
    expect([answer.status, answer.body]).toEqual([
      422,
      {
        messages: [
          {
            instance_ptr: '#/traits/public_key',
            messages: [
              {
                id: 10_001,
                text: 'The public key of an agent is changed by POST /auth/keys/rotate alone.',
                type: 'validation',
                context: {},
              },
            ],
          },
        ],
      },
    ]);
  });

  test('is asked nothing endless', async () => {
    const many = Array.from({ length: 33 }, (_, index) => [`trait${index}`, 'x']);
    expectProblem(await ask(Object.fromEntries(many)), 'VALIDATION_FAILED');
    expectProblem(await ask({ ...ownTraits(), name: 'x'.repeat(70_000) }), 'PAYLOAD_TOO_LARGE');
  });
});

test('the webhooks that only hear change nothing when they come twice, late or at once', async () => {
  const person = await signUp(network, 'Once');
  const headers = { 'x-ory-api-key': secretsOfHome(network.home)['ORY_WEBHOOK_API_KEY'] ?? '' };
  const body = {
    flow: { id: person.identityId, type: 'api' },
    identity: {
      id: person.identityId,
      schema_id: 'moltnet_human',
      traits: { email: person.email, name: 'Of long ago' },
    },
  };
  const hooks = ['after-settings', 'after-login', 'after-registration'] as const;
  const answers = await Promise.all(
    [...hooks, ...hooks].map((hook) =>
      apiAt(apiUrl)(`POST /hooks/kratos/${hook}`, { headers, body }),
    ),
  );
  expect(answers.map(({ status }) => status)).toEqual(Array(6).fill(204));
  expect(await person.client.whoami()).toMatchObject({ name: 'Once' });
  expect((await person.client.teams.list()).items).toHaveLength(1);
  expect((await person.client.diaries.list()).items).toHaveLength(1);
});

describe('the end', () => {
  /** Longest that a session may live on (milliseconds). */
  const WITHIN = 5_500;

  // Side by side, because each waits.
  test.concurrent.each<[string, (person: Person) => Promise<Answer>]>([
    [
      'of a session by log-out',
      ({ sessionToken }) =>
        apiAt(oryUrl)('DELETE /self-service/logout/api', { body: { session_token: sessionToken } }),
    ],
    [
      'of an account that is made inactive',
      ({ identityId }) =>
        admin()(`PATCH /admin/identities/${identityId}`, {
          body: [{ op: 'replace', path: '/state', value: 'inactive' }],
        }),
    ],
  ])('%s shows within 5 s', async (_, end) => {
    const person = await signUp(network);
    expect(await seenBy(person)).toBe(200);
    expect((await end(person)).status).toBeLessThan(300);
    const refused = async () => (await seenBy(person)) === 401 || undefined;
    await until('the session is refused', refused, WITHIN);
  });
});

test('of many first requests at once each is served, and one team is made', async () => {
  const person = await signUp(network);
  const answers = await Promise.all(Array.from({ length: 6 }, () => person.api('GET /diaries')));
  expect(answers.map(({ status }) => status)).toEqual(Array(6).fill(200));
  expect((await person.client.teams.list()).items).toHaveLength(1);
  expect((await person.client.diaries.list()).items).toHaveLength(1);
});
