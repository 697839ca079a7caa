import { jsonScreen } from './json-screen.ts';
import type { Screen } from './screen.ts';
import { terminalScreen } from './terminal-screen.ts';

/** The screen that fits where stdout goes. */
export const createScreen = (write: (text: string) => void, logLevel: string): Screen =>
  process.stdout.isTTY ? terminalScreen(write) : jsonScreen(write, logLevel);
