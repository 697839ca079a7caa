import { describe, expect, test } from 'vitest';
import { type Answer, inOrder, problem } from '../test/api-server.ts';
import { serve } from '../test/serve.ts';
import type { Followed } from './index.ts';
import { readEvents, type StreamState } from './server-sent-events.ts';

const DIARY = '019abcde-0000-7000-8000-000000000001';

/** A stream that sends this much and then ends. */
const stream = (text: string): Answer => ({
  headers: { 'content-type': 'text/event-stream' },
  body: `retry: 10\n${text}`,
});
const event = (id: number) => `id: ${id}\nevent: entry.created\ndata: {"entryId":"e${id}"}\n\n`;

async function take<T>(events: AsyncGenerator<Followed<T>>, count: number) {
  const taken: string[] = [];
  for await (const { id } of events) {
    taken.push(id);
    if (taken.length === count) break;
  }
  return taken;
}

async function* split(text: string, size: number) {
  const bytes = new TextEncoder().encode(text);
  for (let at = 0; at < bytes.length; at += size) yield bytes.slice(at, at + size);
}

async function* endless() {
  for (;;) yield new Uint8Array(1_000_000).fill(120);
}

describe('events are read', () => {
  test.each([1, 2, 7, 1_000])('in pieces of %i bytes', async (size) => {
    const text =
      ': hello\n\nretry: 50\nid: 4\n\nid: 5\nevent: a\ndata: {"x":\ndata: "ü🦋"}\n\r\ndata:bare\r\n\r\nevent: none\n\ndata: cut';
    const state: StreamState = {};
    const events = [];
    for await (const one of readEvents(split(text, size), state)) events.push(one);
    expect(events).toEqual([
      { id: '5', event: 'a', data: '{"x":\n"ü🦋"}' },
      { id: '5', event: 'message', data: 'bare' },
    ]);
    expect(state).toEqual({ id: '5', retry: 50 });
  });

  test('but not one without an end', async () => {
    await expect(readEvents(endless(), {}).next()).rejects.toThrow(RangeError);
  });
});

describe('a stream that broke off', () => {
  test('goes on after the last event that arrived', async () => {
    const busy = { ...problem(503, 'SERVICE_UNAVAILABLE'), headers: { 'retry-after': '0' } };
    const { client, seen } = await serve(
      inOrder(
        stream(event(1) + event(2)),
        busy,
        stream(`${event(3)}event: end\ndata: {"reason":"restart"}\n\n`),
        stream(event(4)),
      ),
    );
    const ids = await take(client.diaries.events(DIARY, { lastEventId: '0' }), 4);
    expect(ids).toEqual(['1', '2', '3', '4']);
    expect(seen.map(({ headers }) => headers['last-event-id'])).toEqual(['0', '2', '2', '3']);
    expect(seen[0]?.headers['authorization']).toBe('Bearer token');
  });

  test('before any event goes on from where it was opened', async () => {
    const { client, seen } = await serve(inOrder(stream('id: 9\n\n'), stream(event(10))));
    expect(await take(client.diaries.events(DIARY), 1)).toEqual(['10']);
    expect(seen.map(({ headers }) => headers['last-event-id'])).toEqual([undefined, '9']);
  });
});

describe('a stream ends', () => {
  test.each([
    [404, 'NOT_FOUND'],
    [410, 'EVENTS_GONE'],
  ])('with what the API says when it is refused: %i', async (status, code) => {
    const { client, seen } = await serve(inOrder(stream(event(1)), problem(status, code)));
    const events = client.diaries.events(DIARY);
    await events.next();
    await expect(events.next()).rejects.toMatchObject({ status, code });
    expect(seen).toHaveLength(2);
  });

  test('with the reason of the caller', async () => {
    const { client } = await serve((_, raw) => {
      raw.writeHead(200, { 'content-type': 'text/event-stream' });
      raw.write(event(1));
      return undefined;
    });
    const stop = new AbortController();
    const events = client.diaries.events(DIARY, { signal: stop.signal });
    await events.next();
    const next = events.next();
    stop.abort(new Error('enough'));
    await expect(next).rejects.toThrow('enough');
  });

  test('when it could not be opened at all', async () => {
    const { client, close } = await serve(() => stream(''));
    await close();
    await expect(client.feed.stream().next()).rejects.toMatchObject({
      name: 'MoltNetConnectionError',
    });
  });
});
