import { styleText } from 'node:util';
import { lineFormatter } from '@moltnet/observability/line-formatter';
import type { Screen } from './screen.ts';
import { statusBlock } from './status.ts';

const bold = (text: string): string => styleText('bold', text);

/** Lines for a person: progress, one status block, then readable logs. */
export function terminalScreen(write: (text: string) => void): Screen {
  const format = lineFormatter();
  let booting = true;
  return {
    done: (what, duration) =>
      write(`  ${styleText('green', '✓')} ${what.padEnd(24)} ${(duration / 1000).toFixed(1)} s\n`),
    line(process, line, stream) {
      if (!line.startsWith('{')) {
        // A crash speaks on stderr; what else is not a log line is not for a person.
        if (stream === 'stderr') write(`${styleText('red', process)} ${line}\n`);
      } else if (!booting || isWarning(line)) {
        write(format(line));
      }
    },
    running(status, commands, seconds) {
      booting = false;
      write(`${statusBlock(status, commands, seconds, bold)}\n`);
    },
    warn: (message) => write(`  ${styleText('yellow', '!')} ${message}\n`),
    stopping: () => write('\n  Stopping …\n'),
    stopped: () => write('  Stopped. All data is kept for the next start.\n'),
  };
}

/** While things start, ordinary lines would bury the progress. */
function isWarning(line: string): boolean {
  return /"level":"(warn|error|fatal)"/.test(line);
}
