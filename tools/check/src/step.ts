/** One check of the suite. */
export interface Step {
  /** What a person types to run it alone, `lint`. */
  name: string;
  /** What it says on its progress line. */
  title: string;
  /** Command and arguments; a bare name is looked up in node_modules/.bin. */
  command: readonly [string, ...string[]];
  /** Variables changed for it; `undefined` takes one away. */
  env?: Record<string, string | undefined>;
  /** Whether it is a vitest run, whose tests are counted one by one. */
  vitest?: boolean;
}

export interface StepResult {
  passed: number;
  failed: number;
  /** Tests that ran into no verdict; shown, so that nothing hides behind a skip. */
  skipped: number;
  /** Milliseconds. */
  duration: number;
  /** What it printed, stdout and stderr as they came. */
  output: string;
}
