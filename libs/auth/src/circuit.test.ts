import { expect, test } from 'vitest';
import { Circuit } from './circuit.ts';

function circuitAt(clock: { now: number }): Circuit {
  return new Circuit({ threshold: 3, openMs: 1000, now: () => clock.now });
}

test('stays closed below its threshold and after any success', () => {
  const clock = { now: 0 };
  const circuit = circuitAt(clock);
  circuit.failed();
  circuit.failed();
  expect(circuit.admits()).toBe(true);
  circuit.succeeded();
  circuit.failed();
  circuit.failed();
  expect(circuit.admits()).toBe(true);
});

test('open: refuses until its time has passed, then lets one probe through', () => {
  const clock = { now: 0 };
  const circuit = circuitAt(clock);
  for (let failures = 0; failures < 3; failures += 1) circuit.failed();
  expect(circuit.admits()).toBe(false);
  expect(circuit.retryAfter).toBe(1);
  clock.now = 1000;
  expect([circuit.admits(), circuit.admits()]).toEqual([true, false]);
});

test('a probe that succeeds closes it, one that fails opens it again', () => {
  const clock = { now: 0 };
  const circuit = circuitAt(clock);
  for (let failures = 0; failures < 3; failures += 1) circuit.failed();
  clock.now = 1000;
  circuit.admits();
  circuit.failed();
  clock.now = 1999;
  expect(circuit.admits()).toBe(false);
  clock.now = 2000;
  expect(circuit.admits()).toBe(true);
  circuit.succeeded();
  expect([circuit.admits(), circuit.admits()]).toEqual([true, true]);
});

test('a probe that never ends does not keep it shut for ever', () => {
  const clock = { now: 0 };
  const circuit = circuitAt(clock);
  for (let failures = 0; failures < 3; failures += 1) circuit.failed();
  clock.now = 1000;
  expect(circuit.admits()).toBe(true);
  clock.now = 2000;
  expect(circuit.admits()).toBe(true);
});
