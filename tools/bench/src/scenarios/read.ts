import type { Bench } from '../bench.ts';
import { withCpu } from '../measure/cpu.ts';
import { compare } from '../measure/measure.ts';
import { selectEntry } from './raw-statements.ts';

const CLIENTS = 32;
const ENTRIES = 200;

/** Reading one entry by its id, token and permission warm. */
export async function benchRead(bench: Bench): Promise<void> {
  const { options, agent, api, db, corpus, add, say } = bench;
  say('reading entries');
  const ids: string[] = [];
  for (let index = 0; index < ENTRIES; index += 1) {
    const { title, content } = corpus.entry(index);
    const path = `/diaries/${agent.scratchDiaryId}/entries`;
    const created = await api.send('POST', path, 201, JSON.stringify({ title, content }));
    ids.push((JSON.parse(created) as { id: string }).id);
  }
  const load = {
    concurrency: CLIENTS,
    operations: options.operations * 4,
    seconds: options.seconds,
    warmUp: ENTRIES,
  };
  const { result, cpu } = await withCpu(bench, () =>
    compare(
      load,
      (run) => api.send('GET', `/entries/${ids[run % ids.length]}`, 200),
      (run) => selectEntry(db, ids[run % ids.length]!),
    ),
  );
  const { measured, raw } = result;
  add({
    scenario: `read one entry, ${CLIENTS} at once`,
    measured,
    ...cpu,
    raw: { engine: 'SELECT', measured: raw },
    bar: { text: '≥ 3,000/s', met: measured.perSecond >= 3_000 },
  });
  await db.sql`DELETE FROM entries WHERE diary_id = ${agent.scratchDiaryId}`;
}
