import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';

export interface FoundProcess {
  readonly pid: number;
  /** `launcher`, `postgres`, `ory-local`, `rest-api`, `mcp-server`, or its command line. */
  readonly name: string;
}

/** What a command line holds of each process of a network. */
const NAMES: readonly (readonly [string, string])[] = [
  ['tools/start/', 'launcher'],
  ['database/src/embedded/', 'postgres'],
  ['apps/ory-local/', 'ory-local'],
  ['apps/rest-api/', 'rest-api'],
  ['apps/mcp-server/', 'mcp-server'],
];

/**
 * Every process that runs with `home` in its environment: those of a network, orphans included,
 * because children inherit it.
 *
 * @param home Absolute; a folder above the homes finds the processes of them all.
 */
export function processesOf(home: string): FoundProcess[] {
  const marker = `MOLTNET_HOME=${home}`;
  return list()
    .filter(({ environment }) => environment.includes(marker))
    .map(({ pid, command }) => ({
      pid,
      name: NAMES.find(([part]) => command.includes(part))?.[1] ?? command,
    }));
}

interface Listed {
  pid: number;
  command: string;
  environment: string;
}

function list(): Listed[] {
  return process.platform === 'linux' ? listProc() : listPs();
}

function listProc(): Listed[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const read = (file: string): string => readFileSync(`/proc/${name}/${file}`, 'utf8');
        const environment = read('environ');
        // A zombie has no command line left.
        const command = read('cmdline').replaceAll('\0', ' ').trim();
        return command === '' ? [] : [{ pid: Number(name), command, environment }];
      } catch {
        // It ended in between, or belongs to another user.
        return [];
      }
    });
}

function listPs(): Listed[] {
  const output = execFileSync('ps', ['axEww', '-o', 'pid=,command='], {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  return output.split('\n').flatMap((line) => {
    const [, pid, command] = /^\s*(\d+) (.*)$/.exec(line) ?? [];
    return pid && command ? [{ pid: Number(pid), command, environment: command }] : [];
  });
}
