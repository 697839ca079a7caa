import { createDiary } from './create-diary.ts';
import { createEntry } from './create-entry.ts';
import { getEntry } from './get-entry.ts';
import { listDiaries } from './list-diaries.ts';
import { listEntries } from './list-entries.ts';
import { prepareSignature } from './prepare-signature.ts';
import { searchEntries } from './search-entries.ts';
import { submitSignature } from './submit-signature.ts';
import type { Tool } from './tool.ts';
import { whoami } from './whoami.ts';

/** Every tool of this server, in the order in which clients see them. */
export const TOOLS: readonly Tool[] = [
  whoami,
  searchEntries,
  listEntries,
  getEntry,
  createEntry,
  listDiaries,
  createDiary,
  prepareSignature,
  submitSignature,
];
