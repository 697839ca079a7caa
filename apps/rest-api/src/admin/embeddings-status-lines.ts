import { type EmbeddingsStatus, type ModelStatus, MOST_UNEMBEDDED } from '@moltnet/diary';

const WIDTH = 9;

const line = (heading: string, text: string) => `${heading.padEnd(WIDTH)} ${text}`;
const counted = (count: number) => count.toLocaleString('en');

/** Where the models stand, for a person: each model, how far it is, and what to do next. */
export function statusLines({ models, unembedded }: EmbeddingsStatus): string[] {
  const lines = models.flatMap((model) => modelLines(model));
  if (unembedded > 0) {
    const count = `${counted(unembedded)}${unembedded < MOST_UNEMBEDDED ? '' : ' or more'}`;
    lines.push(line('new', `${count} entries without any vector`));
  }
  const next = nextStep(models);
  return next === undefined ? lines : [...lines, line('next', next)];
}

function modelLines(status: ModelStatus): string[] {
  const lines = [line(status.role, `${status.model} since ${status.since}`)];
  const add = (text: string) => lines.push(line('', text));
  const progress = progressOf(status);
  if (progress) add(progress);
  if (status.waiting > 0) add(`${counted(status.waiting)} entries wait, ${failedOf(status)}`);
  if (status.processes.length > 0) {
    const loaded = status.processes.filter((report) => report.status === 'ok');
    add(`loaded in ${loaded.length} of ${status.processes.length} processes`);
  }
  for (const report of status.processes) {
    if (report.status === 'error') add(`${report.process}: ${report.error ?? 'does not load'}`);
  }
  return lines;
}

function failedOf({ failed, lastError }: ModelStatus): string {
  return failed === 0 ? 'none failed' : `${counted(failed)} failed (${lastError})`;
}

function progressOf({ phase, total, done, ...status }: ModelStatus): string | undefined {
  if (phase === 'indexing')
    return `its index is being built; ${counted(total ?? 0)} entries to come`;
  if (phase === 'dropping') return `${counted(done)} vectors removed`;
  if (total === null) return undefined;
  // Rounded down: 100 % is when nothing is left.
  const share = total === 0 ? 100 : Math.floor((done / total) * 1_000) / 10;
  const far = `${counted(done)} of ${counted(total)} entries (${share} %)`;
  if (phase === 'complete') return `complete: ${far}`;
  const { entriesPerSecond, secondsLeft } = status;
  const pace = entriesPerSecond === null ? '' : `, ${entriesPerSecond.toFixed(1)}/s`;
  return `filling: ${far}${pace}${secondsLeft === null ? '' : `, ${spanOf(secondsLeft)} left`}`;
}

function spanOf(seconds: number): string {
  if (seconds < 120) return `${seconds} s`;
  if (seconds < 7_200) return `${Math.round(seconds / 60)} min`;
  return `${Math.round(seconds / 360) / 10} h`;
}

function nextStep(models: readonly ModelStatus[]): string | undefined {
  const target = models.find(({ role }) => role === 'target');
  if (target?.phase === 'complete') return 'moltnet-admin embeddings switch, or abort';
  if (target) return 'wait until it is complete; abort gives it up';
  if (!models.some(({ role }) => role === 'previous')) return undefined;
  // After a forced switch: which entries it lacks is learnt from the vectors before.
  const isWhole = models.some(({ role, phase }) => role === 'serving' && phase === 'complete');
  if (!isWhole) return 'wait until the serving one is complete; rollback goes back';
  return 'moltnet-admin embeddings drop-old when all is well, or rollback';
}
