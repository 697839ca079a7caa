import type { EXIT, ExitCode } from './exit-code.ts';

export type FailureExit = Exclude<ExitCode, typeof EXIT.ok>;

/** A failure that the user is told about in one line, with the exit code that goes with it. */
export class Failure extends Error {
  override readonly name = 'Failure';
  readonly exitCode: FailureExit;

  constructor(exitCode: FailureExit, message: string, options: { cause?: unknown } = {}) {
    super(message, options);
    this.exitCode = exitCode;
  }
}
