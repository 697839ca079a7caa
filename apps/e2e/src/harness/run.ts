import { appendFileSync, mkdirSync, mkdtempSync, readFileSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * The folder of one run of this suite: homes of the networks that it starts, all that they print,
 * and every secret that a test used, so that the one can be searched for the other at the end.
 */
export function createRun(): string {
  const run = mkdtempSync(join(tmpdir(), 'moltnet-e2e-'));
  for (const folder of ['homes', 'logs']) mkdirSync(join(run, folder));
  appendFileSync(secretsFile(run), '');
  return run;
}

const secretsFile = (run: string): string => join(run, 'secrets.txt');

/** Notes a secret that no process may ever print. */
export function rememberSecret(run: string, secret: string): void {
  appendFileSync(secretsFile(run), `${secret}\n`);
}

/** Every secret of the run: those that tests used and those that the networks made themselves. */
export function secretsOf(run: string): string[] {
  const used = readFileSync(secretsFile(run), 'utf8').split('\n');
  const homes = join(run, 'homes');
  const made = readdirSync(homes).flatMap((home) => {
    try {
      const file = readFileSync(join(homes, home, 'secrets.json'), 'utf8');
      return Object.values(JSON.parse(file) as Record<string, string>);
    } catch {
      // A home whose network never came so far, or whose secrets a test has damaged.
      return [];
    }
  });
  return [...new Set([...used, ...made])].filter((secret) => secret !== '');
}

/** Name and text of every log file of the run. */
export function logsOf(run: string): { name: string; text: string }[] {
  const logs = join(run, 'logs');
  return readdirSync(logs).map((name) => ({ name, text: readFileSync(join(logs, name), 'utf8') }));
}
