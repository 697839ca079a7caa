import { renderedPackCid, textCid } from '@moltnet/crypto';
import type { CreatePackInput, Pack, RenderedPack } from '@moltnet/sdk';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Joined, until } from '../../../test/calls.ts';
import type { Network } from '../../../test/network.ts';
import { startSharedDiary } from '../../../test/shared-diary.ts';

let network: Network;
let owner: Joined;
let writer: Joined;
let reader: Joined;
let stranger: Joined;
let diaryId: string;
let pack: Pack;

beforeAll(async () => {
  ({ network, owner, writer, reader, stranger, diaryId } = await startSharedDiary('Rendered'));
  pack = await packOf(['first', 'second 🦀']);
});
afterAll(() => network?.stop());

const NOBODYS = '018f0000-0000-7000-8000-0000000000ff';
const OURS = { renderMethod: 'server:markdown' };
const brought = (renderedMarkdown: string, renderMethod = 'agent:blog') => ({
  renderMethod,
  renderedMarkdown,
});

/** What an agent brings for `pack`, kept. */
const renderedBy = (text: string, method?: string): Promise<RenderedPack> =>
  owner.client.packs.render(pack.packId, brought(text, method));

async function packOf(contents: string[], given: Partial<CreatePackInput> = {}): Promise<Pack> {
  const entries: CreatePackInput['entries'] = [];
  for (const content of contents) {
    const { id } = await owner.client.entries.create(diaryId, {
      content,
      title: `On ${content.slice(0, 20)}`,
    });
    entries.push({ entryId: id, rank: entries.length + 1 });
  }
  const made = { packType: 'custom' as const, params: {}, entries };
  return owner.client.packs.create(diaryId, { ...made, ...given });
}

describe('a rendered pack', () => {
  test('is the kept text, with as many tokens as was packed, at a CID anyone can compute', async () => {
    const rendered = await owner.client.packs.render(pack.packId, OURS);
    const markdown = '## On first\n\nfirst\n\n## On second 🦀\n\nsecond 🦀\n\n';
    const contentHash = textCid(markdown);
    const source = { sourcePackId: pack.packId, sourcePackCid: pack.packCid, diaryId };
    expect(rendered).toMatchObject({
      ...source,
      ...OURS,
      renderedMarkdown: markdown,
      contentHash,
      packCid: renderedPackCid({ packCid: pack.packCid, ...OURS, contentHash }),
      totalTokens: pack.compileStats.totalTokens,
      pinned: false,
    });
  });

  test('of a pack with a budget honours it', async () => {
    const long = Array.from({ length: 200 }, (_, at) => `Line ${at} of the billing log.`).join(' ');
    const { packId, compileStats } = await packOf([long, 'short'], { tokenBudget: 120 });
    const { totalTokens } = await owner.client.packs.renderPreview(packId, OURS);
    expect(totalTokens).toBeLessThanOrEqual(120);
    expect(totalTokens).toBe(compileStats.totalTokens);
  });

  test('is not what an entry says now', async () => {
    const { packId, entries } = await packOf(['then']);
    const entryId = entries?.[0]?.entryId ?? '';
    const before = await owner.client.packs.render(packId, OURS);
    await owner.client.entries.update(entryId, { content: 'now' });
    expect((await owner.client.packs.render(packId, OURS)).id).toBe(before.id);
    await owner.client.entries.delete(entryId);
    expect(await owner.client.packs.renderPreview(packId, OURS)).toMatchObject({
      renderedMarkdown: '## On then\n\nthen\n\n',
      packCid: before.packCid,
    });
  });

  test('of the same input is the same one, also by five at once; of other input another', async () => {
    const all = await Promise.all(Array.from({ length: 5 }, () => renderedBy('# Same')));
    expect(new Set(all.map(({ id }) => id)).size).toBe(1);
    const others = [await renderedBy('# Other'), await renderedBy('# Same', 'agent:other')];
    expect(new Set([all[0], ...others].map((one) => one?.packCid)).size).toBe(3);
  });

  test('may have 500,000 emoji', async () => {
    const markdown = '🦀'.repeat(500_000);
    const rendered = await owner.client.packs.render(pack.packId, brought(markdown));
    expect(rendered.contentHash).toBe(textCid(markdown));
    await expect(
      owner.client.packs.render(pack.packId, brought(`${markdown}x`)),
    ).rejects.toMatchObject({ errors: [{ field: 'body.renderedMarkdown' }] });
  });

  test.each<[string, { renderMethod: string; renderedMarkdown?: string }, string]>([
    ['ours with Markdown', brought('# x', 'server:markdown'), 'body.renderedMarkdown'],
    ['another without', { renderMethod: 'agent:blog' }, 'body.renderedMarkdown'],
    ['no method', { renderMethod: '' }, 'body.renderMethod'],
    ['a method of 101', { renderMethod: 'x'.repeat(101) }, 'body.renderMethod'],
    ['a NUL', brought('\u0000'), 'body.renderedMarkdown'],
  ])('%s is refused', async (_, body, field) => {
    await expect(owner.client.packs.render(pack.packId, body)).rejects.toMatchObject({
      status: 400,
      errors: [{ field }],
    });
  });

  test('is pinned, unpinned and read by itself and beside its pack', async () => {
    const { id, revision } = await owner.client.packs.render(pack.packId, brought('# Pinned'));
    const { renderedPacks, packs } = owner.client;
    const pinned = await renderedPacks.update(id, { pinned: true }, { revision });
    expect(pinned).toMatchObject({ pinned: true, expiresAt: null, revision: revision + 1 });
    await expect(renderedPacks.update(id, { pinned: false })).rejects.toMatchObject({
      errors: [{ field: 'body.expiresAt' }],
    });
    expect(await renderedPacks.get(id)).toEqual(pinned);
    const { rendered } = await packs.get(pack.packId, { includeRendered: true });
    expect(rendered?.map((each) => each.id)).toContain(id);
    const [ofPack, ofDiary] = [
      await packs.listRendered(pack.packId),
      await renderedPacks.listOfDiary(diaryId),
    ];
    for (const { items } of [ofPack, ofDiary]) {
      const found = items.find((item) => item.id === id);
      expect(found).toMatchObject({ pinned: true, sourcePackCid: pack.packCid });
      expect(found).not.toHaveProperty('renderedMarkdown');
    }
  });
});

/** `yes`, or the status that a call is refused with. */
const status = (call: Promise<unknown>): Promise<unknown> =>
  call.then(
    () => 'yes',
    (error: { status?: number }) => error.status,
  );

test.each<[string, () => Joined, unknown[]]>([
  ['owner', () => owner, ['yes', 'yes', 'yes', 'yes', 'yes', 'yes', 'yes']],
  ['writer', () => writer, ['yes', 'yes', 'yes', 'yes', 'yes', 403, 403]],
  ['reader', () => reader, ['yes', 'yes', 'yes', 'yes', 403, 403, 403]],
  ['stranger', () => stranger, [404, 404, 404, 404, 404, 404, 404]],
])('%s: get, preview, provenance, diff, render, render pinned, pin', async (_, who, expected) => {
  const { id } = await owner.client.packs.render(pack.packId, OURS);
  const { packs, renderedPacks } = who().client;
  const outcomes = [
    await status(renderedPacks.get(id)),
    await status(packs.renderPreview(pack.packId, OURS)),
    await status(packs.provenance(pack.packId)),
    await status(packs.diff(pack.packId, pack.packId)),
    await status(packs.render(pack.packId, OURS)),
    await status(packs.render(pack.packId, { ...OURS, pinned: true })),
    await status(renderedPacks.update(id, { pinned: true })),
  ];
  expect(outcomes).toEqual(expected);
});

describe('provenance', () => {
  test('goes back as far as it is asked, by id as by CID', async () => {
    const first = await packOf(['one']);
    const second = await packOf(['two'], { supersedesPackId: first.packId });
    const third = await packOf(['three'], { supersedesPackId: second.packId });
    const rendered = await owner.client.packs.render(first.packId, OURS);
    const { packs } = owner.client;
    const kinds = async (depth: number) => {
      const graph = await packs.provenance(third.packId, { depth });
      const count = (kind: string) => graph.nodes.filter((node) => node.kind === kind).length;
      return [count('pack'), count('entry'), count('rendered'), graph.truncated];
    };
    expect(await kinds(0)).toEqual([1, 1, 0, true]);
    expect(await kinds(1)).toEqual([2, 2, 0, true]);
    expect(await kinds(2)).toEqual([3, 3, 1, false]);
    const graph = await packs.provenance(third.packId);
    expect(graph).toMatchObject({
      format: 'moltnet.provenance-graph/v1',
      root: `pack:${third.packCid}`,
      depth: 2,
    });
    expect(graph.edges).toContainEqual({
      from: `pack:${third.packCid}`,
      to: `pack:${second.packCid}`,
      kind: 'supersedes',
    });
    expect(graph.edges).toContainEqual({
      from: `rendered:${rendered.packCid}`,
      to: `pack:${first.packCid}`,
      kind: 'renders',
    });
    const ids = new Set(graph.nodes.map((node) => node.id));
    expect(ids.size).toBe(graph.nodes.length);
    for (const { from, to } of graph.edges)
      expect([ids.has(from), ids.has(to)]).toEqual([true, true]);
    expect(await packs.provenanceByCid(third.packCid)).toEqual(graph);
  });

  test.each(['-1', '11', 'x'])('to a depth of %s is refused', async (depth) => {
    const asked = owner.client.packs.provenance(pack.packId, { depth: depth as unknown as number });
    await expect(asked).rejects.toMatchObject({ errors: [{ field: 'query.depth' }] });
  });

  test('of a pack of nobody is not there', async () => {
    await expect(owner.client.packs.provenanceByCid(pack.packCid.replace(/.$/, 'a')))
      .rejects // a CID like it
      .toMatchObject({ code: 'NOT_FOUND' });
    await expect(owner.client.packs.diff(pack.packId, NOBODYS)).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
  });
});

test('an expired pack is collected by the running API, and one that is pinned stays', async () => {
  const [gone, kept] = [await packOf(['gone']), await packOf(['kept'], { pinned: true })];
  await network.db.sql`
    UPDATE packs SET expires_at = clock_timestamp() WHERE id = ${gone.packId}`;
  // The collection runs every minute, and when a machine starts.
  await network.startMachine();
  await until(() => status(owner.client.packs.get(gone.packId)), 404, 30_000);
  expect(await status(owner.client.packs.get(kept.packId))).toBe('yes');
});
