import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { verifyWebhook } from '@moltnet/sdk';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { join, type Joined } from '../../../test/calls.ts';
import { type Network, startNetwork } from '../../../test/network.ts';

interface Received {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  readonly event: { type: string; timestamp: string; data: Record<string, unknown> };
}

let network: Network;
let agent: Joined;
let reader: Joined;
let strict: Joined;
let diaryId: string;
let path: string;
let receiver: Awaited<ReturnType<typeof startReceiver>>;
let number = 0;
beforeAll(async () => {
  receiver = await startReceiver();
  network = await startNetwork();
  const url = await network.startMachine({ WEBHOOKS_TO_LOOPBACK: 'true' });
  const elsewhere = await network.startMachine({ BACKGROUND_WORK: 'false' });
  [agent, reader, strict] = await Promise.all([join(url), join(url), join(elsewhere)]);
});
beforeEach(async () => {
  path = `/${(number += 1)}`;
  diaryId = (await agent.client.diaries.create({ name: 'Told' })).id;
});
afterAll(async () => {
  await network?.stop();
  await receiver?.close();
});

const within = { timeout: 25_000, interval: 50 };
const hook = (who = agent, extra = {}) =>
  who.client.webhooks.create({ diaryId, url: receiver.url + path, ...extra });
const write = async (content = 'Text that is nobody else’s.') =>
  (await agent.client.entries.create(diaryId, { content })).id;
const received = (at = path) => receiver.received.filter((request) => request.path === at);
const log = async (id: string) => (await agent.client.webhooks.deliveries(id)).items;
const state = async (id: string, who = agent) =>
  (await who.client.webhooks.list()).items.find((webhook) => webhook.id === id);

/** As if the pause before the next attempt were over. */
const hurry = (id: string) =>
  network.db.sql`UPDATE webhooks SET next_attempt_at = now() WHERE id = ${id}`;

describe('a webhook', () => {
  test('is told of each change, signed, in order, without the text', async () => {
    const { secret, ...webhook } = await hook();
    expect(webhook).toMatchObject({ diaryId, status: 'active', disabledReason: null });
    expect(webhook.events).toHaveLength(7);
    expect((await agent.client.webhooks.list()).items).toContainEqual(webhook);
    const one = await write();
    await agent.client.entries.update(one, { importance: 9 });
    const two = await write();
    await agent.client.entries.delete(one);
    await vi.waitFor(() => expect(received()).toHaveLength(4), within);
    expect(received().map(({ event: { type, data } }) => [type, data['entryId']])).toEqual([
      ['entry.created', one],
      ['entry.updated', one],
      ['entry.created', two],
      ['entry.deleted', one],
    ]);
    for (const request of received()) {
      expect(await verifyWebhook(request, secret)).toBe(true);
      expect(request.headers['content-type']).toBe('application/json');
      expect(request.body).not.toContain('nobody else');
    }
    expect(new Set(received().map(({ headers }) => headers['webhook-id'])).size).toBe(4);
    await vi.waitFor(async () => expect(await log(webhook.id)).toHaveLength(4), within);
    const [last] = await log(webhook.id);
    expect(last).toMatchObject({
      eventType: 'entry.deleted',
      outcome: 'delivered',
      attempt: 1,
      responseStatus: 204,
      error: null,
    });
    expect(network.log()).not.toContain(secret);
    const [kept] = await network.db.sql<{ row: string }[]>`
      SELECT webhooks::text AS row FROM webhooks WHERE id = ${webhook.id}`;
    expect(kept?.row).not.toContain(secret);
  });

  test('is told of nothing but what it asked for', async () => {
    await hook(agent, { events: ['entry.deleted'] });
    const id = await write();
    await agent.client.entries.delete(id);
    await vi.waitFor(() => expect(received()).toHaveLength(1), within);
    expect(received()[0]?.event).toMatchObject({ type: 'entry.deleted', data: { entryId: id } });
  });

  test('that fails is tried again, in order, with the same id', async () => {
    const { id } = await hook();
    receiver.answers.set(path, [500, 302, 204]);
    const one = await write();
    const two = await write();
    await vi.waitFor(() => expect(received()).toHaveLength(1), within);
    await vi.waitFor(async () => {
      await hurry(id);
      expect(received()).toHaveLength(4);
    }, within);
    expect(received().map(({ event }) => event.data['entryId'])).toEqual([one, one, one, two]);
    const ids = received().map(({ headers }) => headers['webhook-id']);
    expect(new Set(ids.slice(0, 3)).size).toBe(1);
    expect(received('/redirected')).toEqual([]);
    await vi.waitFor(async () => {
      const attempts = (await log(id)).map((a) => [a.attempt, a.outcome, a.responseStatus]);
      expect(attempts.toReversed()).toEqual([
        [1, 'failed', 500],
        [2, 'failed', 302],
        [3, 'delivered', 204],
        [1, 'delivered', 204],
      ]);
    }, within);
  });

  test('that hangs holds up no other', async () => {
    receiver.answers.set(path, ['hang']);
    await hook();
    await write();
    await vi.waitFor(() => expect(received()).toHaveLength(1), within);
    const other = `${path}-other`;
    await agent.client.webhooks.create({ diaryId, url: receiver.url + other });
    await write();
    await vi.waitFor(() => expect(received(other)).toHaveLength(1), within);
    expect(received()).toHaveLength(1);
  });

  test('that failed for a day is disabled, and taken up again by a test that is delivered', async () => {
    const { id } = await hook();
    receiver.answers.set(path, [500, 503, 204]);
    await network.db.sql`UPDATE webhooks SET attempts = 10 WHERE id = ${id}`;
    const entryId = await write();
    await vi.waitFor(async () => {
      expect(await state(id)).toMatchObject({ status: 'disabled', disabledReason: 'failing' });
    }, within);
    const failed = await agent.client.webhooks.test(id);
    expect(failed).toMatchObject({
      outcome: 'failed',
      responseStatus: 503,
      eventType: 'webhook.test',
    });
    expect(await state(id)).toMatchObject({ status: 'disabled' });
    expect(await agent.client.webhooks.test(id)).toMatchObject({ outcome: 'delivered' });
    await vi.waitFor(() => {
      expect(received().at(-1)?.event).toMatchObject({ type: 'entry.created', data: { entryId } });
    }, within);
    expect(await state(id)).toMatchObject({ status: 'active', disabledReason: null });
  });

  test('whose endpoint is gone for good is disabled at once', async () => {
    const { id } = await hook();
    receiver.answers.set(path, [410]);
    await write();
    await vi.waitFor(async () => {
      expect(await state(id)).toMatchObject({ status: 'disabled', disabledReason: 'gone' });
    }, within);
  });

  test('is told of nothing more when its owner may not read the diary', async () => {
    const grant = { subjectId: reader.identityId, subjectNs: 'Agent', role: 'reader' } as const;
    await agent.client.diaries.grants.create(diaryId, grant);
    const { id } = await hook(reader);
    await write();
    await vi.waitFor(() => expect(received()).toHaveLength(1), within);
    await agent.client.diaries.grants.revoke(diaryId, grant);
    await write();
    await vi.waitFor(async () => {
      expect(await state(id, reader)).toMatchObject({ disabledReason: 'access_ended' });
    }, within);
    expect(received()).toHaveLength(1);
    await expect(reader.client.webhooks.test(id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  test('that is deleted is gone with its log, and so is that of a diary that is', async () => {
    const { id } = await hook();
    await agent.client.webhooks.delete(id);
    await expect(agent.client.webhooks.deliveries(id)).rejects.toMatchObject({ status: 404 });
    const other = await hook();
    await agent.client.diaries.delete(diaryId);
    expect(await state(other.id)).toBeUndefined();
  });
});

describe('making one', () => {
  test('twice with the same key gives one, and its secret again', async () => {
    const input = { diaryId, url: `${receiver.url}/twice` };
    const options = { idempotencyKey: 'webhook-twice' };
    const first = await agent.client.webhooks.create(input, options);
    expect(await agent.client.webhooks.create(input, options)).toEqual(first);
    const [kept] = await network.db.sql<{ body: string }[]>`
      SELECT body FROM idempotency_keys WHERE key = 'webhook-twice'`;
    expect(kept?.body).not.toContain(first.secret);
  });

  test('needs a diary that the caller may read', async () => {
    await expect(hook(reader)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  test('to this machine is refused where development was not asked for', async () => {
    const [diary] = (await strict.client.diaries.list()).items;
    for (const url of [
      receiver.url,
      'https://169.254.169.254/',
      'https://[::1]/',
      'http://example.com/',
    ]) {
      const input = { diaryId: diary?.id ?? '', url };
      await expect(strict.client.webhooks.create(input)).rejects.toMatchObject({
        code: 'VALIDATION_FAILED',
        errors: [{ field: 'body.url' }],
      });
    }
  });

  test('has an end', async () => {
    const owner = strict.client;
    const [diary] = (await owner.diaries.list()).items;
    const input = { diaryId: diary?.id ?? '', url: 'https://nobody.invalid/' };
    const made = await Promise.allSettled(
      Array.from({ length: 23 }, () => owner.webhooks.create(input)),
    );
    const refused = made.filter(({ status }) => status === 'rejected');
    expect(refused).toHaveLength(3);
    expect(refused[0]).toMatchObject({ reason: { code: 'CONFLICT' } });
  });
});

/** Keeps what it is sent; answers 204, or at a path what is set for it, the last for ever. */
async function startReceiver() {
  const received: Received[] = [];
  const answers = new Map<string, (number | 'hang')[]>();
  const server = createServer(async (request, response: ServerResponse) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks).toString();
    const at = request.url ?? '';
    const event = JSON.parse(body) as Received['event'];
    received.push({ path: at, headers: request.headers, body, event });
    const [answer = 204] = answers.get(at) ?? [];
    if ((answers.get(at)?.length ?? 0) > 1) answers.get(at)?.shift();
    if (answer === 'hang') return;
    response.writeHead(answer, { location: '/redirected' });
    response.end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    received,
    answers,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
