import type { Status } from './status.ts';

/** Where the launcher speaks: a terminal with a person, or a file of JSON lines. */
export interface Screen {
  /** Something is done that took so many milliseconds. */
  done(what: string, duration: number): void;
  /** A line that a process wrote. */
  line(process: string, line: string, stream: 'stdout' | 'stderr'): void;
  /** Everything serves. `seconds` since this process began. */
  running(status: Status, commands: readonly string[], seconds: number): void;
  /** Something that a person should know and that goes on by itself. */
  warn(message: string): void;
  /** The network is being stopped, and is gone. */
  stopping(): void;
  stopped(): void;
}
