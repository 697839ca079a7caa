/** What MoltNet promises, and where the promise is proven. */
export interface Requirement {
  /** The promise, in a sentence that a test can be wrong about. */
  readonly says: string;
  /** `file › title` of tests; a title as it stands in the file, or the beginning of it. */
  readonly provenBy: readonly [string, ...string[]];
}

export type Requirements = Readonly<Record<string, Requirement>>;

export const e2e = (file: string, title: string): string => `apps/e2e/src/${file} › ${title}`;
