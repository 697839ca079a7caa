import { execFileSync } from 'node:child_process';
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { EmbeddedPostgresError } from './errors.ts';

/** A process for good: process ids are used again, start times are not. */
interface Owner {
  readonly pid: number;
  readonly startedAt: string;
}

/**
 * Makes this process the only owner of `dataDir` until the returned function is called. The file
 * of an owner that no longer runs is taken over.
 * @throws {EmbeddedPostgresError} when another process owns it
 */
export function takeOwnership(dataDir: string): () => void {
  const file = join(dataDir, 'owner.json');
  const self: Owner = { pid: process.pid, startedAt: startTime(process.pid) ?? '' };
  const text = JSON.stringify(self);
  if (!createExclusively(file, text)) {
    const owner = readOwner(file);
    if (owner && isRunning(owner)) {
      throw new EmbeddedPostgresError(
        `The data folder ${dataDir} is in use by process ${owner.pid}: stop that MoltNet first, or set MOLTNET_HOME to another folder.`,
      );
    }
    const draft = `${file}.${process.pid}`;
    writeFileSync(draft, text);
    renameSync(draft, file);
  }
  return () => {
    if (readOwner(file)?.pid === self.pid) rmSync(file, { force: true });
  };
}

function createExclusively(file: string, text: string): boolean {
  try {
    writeFileSync(file, text, { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** Undefined when there is no file, or one that a crash left half-written. */
function readOwner(file: string): Owner | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Owner;
  } catch {
    return undefined;
  }
}

function isRunning(owner: Owner): boolean {
  const startedAt = startTime(owner.pid);
  return startedAt !== undefined && startedAt === owner.startedAt;
}

/** When a process began, in any form that is the same each time; undefined when it is not there. */
function startTime(pid: number): string | undefined {
  try {
    if (process.platform === 'linux') {
      const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
      // Field 22, counted after the command's name, which may hold spaces and brackets.
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      // A zombie has let go of everything.
      return fields[0] === 'Z' ? undefined : `${boot}/${fields[19]}`;
    }
    return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim();
  } catch {
    return undefined;
  }
}
