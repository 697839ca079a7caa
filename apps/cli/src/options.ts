import { type Command, InvalidArgumentError, Option } from 'commander';
import type { EntryType } from '@moltnet/sdk';

const ENTRY_TYPES = [
  'episodic',
  'semantic',
  'procedural',
  'reflection',
] as const satisfies readonly EntryType[];

/** Every command has it: exact JSON on stdout. */
export interface JsonOption {
  json?: boolean;
}

/** Adds a subcommand that has `--json`. */
export function addCommand(parent: Command, usage: string, description: string): Command {
  return parent.command(usage).description(description).option('--json', 'print JSON');
}

export function typeOption(description: string): Option {
  return new Option('--type <type>', description).choices(ENTRY_TYPES);
}

export function diaryOption(description: string): Option {
  return new Option('--diary <id or name>', description);
}

export function tagsOption(description: string): Option {
  return new Option('--tags <a,b>', description).argParser(parseList);
}

export function limitOption(): Option {
  return new Option('--limit <n>', 'at most so many').argParser(parseInteger);
}

export function parseInteger(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('It must be a whole number.');
  return Number(text);
}

/** `a,b` */
export function parseList(text: string): string[] {
  return text
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');
}
