import type { ChangeEvent, Followed } from '@moltnet/sdk';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { join, type Joined, mint } from '../../../../../test/calls.ts';
import { type Network, startNetwork } from '../../../../../test/network.ts';

let network: Network;
let here: string;
let elsewhere: string;
let agent: Joined;
let reader: Joined;
let diaryId: string;
beforeAll(async () => {
  network = await startNetwork();
  here = await network.startMachine();
  elsewhere = await network.startMachine();
  [agent, reader] = await Promise.all([join(here), join(elsewhere)]);
});
beforeEach(async () => {
  diaryId = (await agent.client.diaries.create({ name: 'Followed' })).id;
});
afterAll(() => network?.stop());

const within = { timeout: 20_000, interval: 50 };
const grant = () => ({ subjectId: reader.identityId, subjectNs: 'Agent', role: 'reader' }) as const;

/** Follows from where the diary is now, in the background. */
async function listen({ client }: Joined, lastEventId?: string) {
  const hangUp = new AbortController();
  const stream = client.diaries.events(diaryId, { lastEventId, signal: hangUp.signal });
  const heard: Followed<ChangeEvent>[] = [];
  const ended = (async () => {
    for await (const event of stream) heard.push(event);
  })().catch((error: unknown) => error);
  return { heard, ended, hangUp: () => hangUp.abort(new Error('enough')) };
}

/** A bare stream, read as text. */
async function open(url: string, token: string, headers: Record<string, string> = {}) {
  const hangUp = new AbortController();
  const response = await fetch(`${url}/diaries/${diaryId}/events`, {
    headers: { authorization: `Bearer ${token}`, ...headers },
    signal: hangUp.signal,
  });
  const body = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  const seen = { text: '', done: false };
  const reading = (async () => {
    for (;;) {
      const { value, done } = (await body?.read()) ?? { value: undefined, done: true };
      if (done) break;
      seen.text += value;
    }
    seen.done = true;
  })().catch(() => undefined);
  return { response, seen, reading, hangUp: () => hangUp.abort() };
}

const tokenOf = async (who: Joined) => (await mint(here, who)).token;

describe('who may read a diary', () => {
  test('hears what changes in it, on whatever machine, and no text', async () => {
    await agent.client.diaries.grants.create(diaryId, grant());
    const stream = await open(elsewhere, await tokenOf(reader));
    expect(stream.response.status).toBe(200);
    expect(stream.response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    expect(stream.response.headers.get('cache-control')).toBe('no-store');
    expect(stream.response.headers.get('x-request-id')).toMatch(/^[\w-]{8,}$/);
    const { entries } = agent.client;
    const one = await entries.create(diaryId, { content: 'Zucchini' });
    const [two] = (await entries.createMany(diaryId, [{ content: 'Two' }])).items;
    await entries.update(one.id, { importance: 9 });
    await entries.delete(one.id);
    await vi.waitFor(() => expect(stream.seen.text).toContain('entry.deleted'), within);
    const told = stream.seen.text.matchAll(/^id: (\d+)\nevent: (.+)\ndata: (.+)$/gm);
    const events = [...told].map(([, id, event, data = '']) => {
      const parsed = JSON.parse(data) as ChangeEvent;
      expect({ id, event }).toEqual({ id: parsed.id, event: parsed.type });
      return [parsed.type, parsed.entryId, parsed.revision];
    });
    expect(events).toEqual([
      ['entry.created', one.id, 1],
      ['entry.created', two?.id, 1],
      ['entry.updated', one.id, 2],
      ['entry.deleted', one.id, 2],
    ]);
    expect(stream.seen.text).not.toContain('Zucchini');
    stream.hangUp();
  });

  test('goes on after the last event, though the machine was another and nobody listened', async () => {
    const first = await listen(agent);
    const ids: string[] = [];
    await vi.waitFor(async () => {
      ids.push((await agent.client.entries.create(diaryId, { content: 'x' })).id);
      expect(first.heard.length).toBeGreaterThan(0);
    }, within);
    first.hangUp();
    expect(await first.ended).toMatchObject({ message: 'enough' });
    const last = first.heard.at(-1);
    ids.push((await agent.client.entries.create(diaryId, { content: 'missed' })).id);
    const again = await listen(agent, last?.id);
    const expected = ids.slice(ids.indexOf(last?.data.entryId ?? '') + 1);
    await vi.waitFor(
      () => expect(again.heard.map(({ data }) => data.entryId)).toEqual(expected),
      within,
    );
    again.hangUp();
    await again.ended;
  });

  test('hears what supersedes what, and of the relation that says so', async () => {
    const old = await agent.client.entries.create(diaryId, { content: 'old' });
    const stream = await open(here, await tokenOf(agent));
    const entry = await agent.client.entries.create(diaryId, { content: 'new' });
    await agent.client.entries.relations.create(entry.id, {
      targetId: old.id,
      relation: 'supersedes',
      status: 'accepted',
    });
    await vi.waitFor(() => expect(stream.seen.text).toContain('event: entry.superseded'), within);
    const data = /event: entry.superseded\ndata: (.+)/.exec(stream.seen.text)?.[1] ?? '';
    expect(JSON.parse(data)).toMatchObject({ entryId: old.id, supersededBy: entry.id });
    const relation = /event: relation.created\ndata: (.+)/.exec(stream.seen.text)?.[1] ?? '';
    expect(JSON.parse(relation)).toMatchObject({ entryId: entry.id, targetId: old.id });
    stream.hangUp();
  });

  test('is told so when what was missed is not kept', async () => {
    const stream = await listen(agent, '999999999999');
    expect(await stream.ended).toMatchObject({ status: 410, code: 'EVENTS_GONE' });
    const bad = await open(here, await tokenOf(agent), { 'last-event-id': 'yesterday' });
    expect(bad.response.status).toBe(400);
  });

  test('hears nothing more within seconds of losing the diary', async () => {
    await agent.client.diaries.grants.create(diaryId, grant());
    const stream = await listen(reader);
    await vi.waitFor(async () => {
      await agent.client.entries.create(diaryId, { content: 'x' });
      expect(stream.heard.length).toBeGreaterThan(0);
    }, within);
    await agent.client.diaries.grants.revoke(diaryId, grant());
    // The SDK comes back and is told that there is nothing for it.
    expect(await stream.ended).toMatchObject({ code: 'NOT_FOUND' });
  });

  test('hears nothing more with a token that was revoked', async () => {
    const owner = await join(here);
    diaryId = (await owner.client.diaries.create({ name: 'Short' })).id;
    const stream = await open(elsewhere, await tokenOf(owner));
    expect(stream.response.status).toBe(200);
    await owner.client.rotateSecret();
    await vi.waitFor(() => expect(stream.seen.done).toBe(true), within);
    expect(stream.seen.text).toContain('event: end\ndata: {"reason":"access_ended"}');
  });
});

test('a caller has ten streams, and the place of one that hung up again', async () => {
  const owner = await join(here);
  diaryId = (await owner.client.diaries.create({ name: 'Crowded' })).id;
  const token = await tokenOf(owner);
  const streams = await Promise.all(Array.from({ length: 10 }, () => open(here, token)));
  expect(streams.map(({ response }) => response.status)).toEqual(Array(10).fill(200));
  const refused = await open(here, token);
  expect(refused.response.status).toBe(429);
  expect(refused.response.headers.get('retry-after')).toBe('30');
  streams[0]?.hangUp();
  const last = await vi.waitFor(async () => {
    const stream = await open(here, token);
    expect(stream.response.status).toBe(200);
    return stream;
  }, within);
  for (const { hangUp } of [...streams, last]) hangUp();
});

test('a process that stops ends its streams at once, and says when to come back', async () => {
  const url = await network.startMachine();
  const stream = await open(url, await tokenOf(agent));
  expect(stream.seen.text === '' || stream.seen.text.startsWith('retry: 2000\nid: ')).toBe(true);
  const began = performance.now();
  await network.stopMachine(url);
  await stream.reading;
  expect(performance.now() - began).toBeLessThan(10_000);
  expect(stream.seen.text).toMatch(/^retry: 2000\nid: \d+\n\n/);
  expect(stream.seen.text).toContain('event: end\ndata: {"reason":"restart"}');
});
