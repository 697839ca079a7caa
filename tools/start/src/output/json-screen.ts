import { createLogger } from '@moltnet/observability/logger';
import type { Screen } from './screen.ts';

/** JSON lines only: those of the processes as they are, and the launcher's own. */
export function jsonScreen(write: (text: string) => void, level: string): Screen {
  const logger = createLogger({ name: 'start', level, pretty: false, destination: { write } });
  return {
    done: (what, duration) => logger.info({ durationMs: Math.round(duration) }, what),
    line(process, line, stream) {
      if (line.startsWith('{')) write(`${line}\n`);
      else if (line.trim() !== '')
        logger[stream === 'stderr' ? 'error' : 'info']({ process }, line);
    },
    running: (status, commands, seconds) =>
      logger.info(
        { ...status, try: commands, seconds: Math.round(seconds * 10) / 10 },
        'MoltNet is running',
      ),
    warn: (message) => logger.warn(message),
    stopping: () => logger.info('stopping'),
    stopped: () => logger.info('stopped'),
  };
}
