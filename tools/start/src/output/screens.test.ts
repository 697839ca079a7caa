import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import { jsonScreen } from './json-screen.ts';
import type { Screen } from './screen.ts';
import type { Status } from './status.ts';
import { terminalScreen } from './terminal-screen.ts';

const STATUS: Status = {
  rest: 'http://127.0.0.1:8080',
  docs: 'http://127.0.0.1:8080/docs',
  mcp: 'http://127.0.0.1:8001/mcp',
  identity: 'http://127.0.0.1:4455 (ory-local)',
  database: 'postgres://127.0.0.1:54329/postgres',
  model: 'ready',
};

const logLine = (level: string, msg: string): string =>
  JSON.stringify({ level, time: '2026-01-01T00:00:00.000Z', name: 'rest-api', msg });

/** What is written by `use`, a string for each write, without colours. */
function written(make: (write: (text: string) => void) => Screen, use: (screen: Screen) => void) {
  const texts: string[] = [];
  use(make((text) => texts.push(stripVTControlCharacters(text))));
  return texts;
}

const onTerminal = (use: (screen: Screen) => void) => written(terminalScreen, use);

const inJson = (use: (screen: Screen) => void) =>
  written((write) => jsonScreen(write, 'info'), use).map((text) => JSON.parse(text));

describe('on a terminal', () => {
  it('progress is a line for each step', () => {
    expect(onTerminal((screen) => screen.done('postgres', 1234))).toEqual([
      '  ✓ postgres                 1.2 s\n',
    ]);
  });

  it('only warnings interrupt the progress; after it every line is shown, made readable', () => {
    const texts = onTerminal((screen) => {
      screen.line('rest-api', logLine('info', 'trying'), 'stdout');
      screen.line('rest-api', logLine('warn', 'no model'), 'stdout');
      screen.running(STATUS, ['moltnet register'], 2);
      screen.line('rest-api', logLine('info', 'hello'), 'stdout');
    });
    expect(texts).toEqual([
      expect.stringMatching(/^\[\d\d:\d\d:\d\d\] WARN \(rest-api\): no model\n$/),
      expect.stringContaining('MoltNet is running, after 2.0 s'),
      expect.stringMatching(/INFO \(rest-api\): hello\n$/),
    ]);
  });

  it('a crash is shown with the name of its process, other chatter is not', () => {
    const texts = onTerminal((screen) => {
      screen.line('postgres', 'The database is damaged.', 'stderr');
      screen.line('postgres', 'chatter', 'stdout');
    });
    expect(texts).toEqual(['postgres The database is damaged.\n']);
  });

  it('a line that only begins like JSON is shown as it is', () => {
    const texts = onTerminal((screen) => {
      screen.running(STATUS, [], 2);
      screen.line('rest-api', '{not JSON', 'stdout');
    });
    expect(texts.at(-1)).toBe('{not JSON\n');
  });
});

describe('elsewhere', () => {
  it('every line is JSON: those of the processes as they are, the launcher’s own beside them', () => {
    const records = inJson((screen) => {
      screen.line('rest-api', logLine('info', 'hello'), 'stdout');
      screen.line('postgres', 'damaged', 'stderr');
      screen.done('postgres', 1234.5);
      screen.running(STATUS, ['moltnet register'], 2.04);
    });
    expect(records).toEqual([
      JSON.parse(logLine('info', 'hello')),
      expect.objectContaining({ level: 'error', process: 'postgres', msg: 'damaged' }),
      expect.objectContaining({ name: 'start', durationMs: 1235, msg: 'postgres' }),
      expect.objectContaining({
        ...STATUS,
        try: ['moltnet register'],
        seconds: 2,
        msg: 'MoltNet is running',
      }),
    ]);
  });
});
