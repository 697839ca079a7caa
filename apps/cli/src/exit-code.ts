/** What the process tells the shell; part of the command's contract (--help, README). */
export const EXIT = {
  ok: 0,
  /** The API answered with a problem, or an entry does not verify. */
  problem: 1,
  usage: 2,
  /** Not registered, or the configuration cannot be used. */
  config: 3,
  connection: 4,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
