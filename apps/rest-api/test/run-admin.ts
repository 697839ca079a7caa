import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const ADMIN = fileURLToPath(new URL('../src/admin.ts', import.meta.url));

export interface AdminRun {
  readonly code: number;
  /** Of its output. */
  readonly lines: string[];
  readonly stderr: string;
}

/** Runs moltnet-admin as an operator of a network with this environment does. */
export function runAdmin(
  env: Readonly<Record<string, string>>,
  ...args: string[]
): Promise<AdminRun> {
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      [ADMIN, ...args],
      {
        env: {
          PATH: process.env['PATH'],
          NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'],
          ...env,
        },
      },
      (_error, stdout, stderr) => {
        resolve({ code: child.exitCode ?? -1, lines: stdout.trim().split('\n'), stderr });
      },
    );
  });
}
