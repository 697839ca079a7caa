import { monitorEventLoopDelay } from 'node:perf_hooks';

// Preloaded into the API process (`node --import`): it answers over IPC how long the event loop was
// held up and what processor time the process took since it was last asked, and what memory it has.

/** Milliseconds between two samples. */
const RESOLUTION = 5;

const delay = monitorEventLoopDelay({ resolution: RESOLUTION });
delay.enable();
let cpu = process.cpuUsage();

/** A sample is the time since the one before it: what exceeds the resolution is delay. */
function milliseconds(nanoseconds: number): number {
  return Math.max(0, nanoseconds / 1e6 - RESOLUTION);
}

process.on('message', (message: { type?: unknown }) => {
  if (message.type !== 'probe') return;
  const used = process.cpuUsage(cpu);
  cpu = process.cpuUsage();
  process.send?.({
    type: 'probed',
    delayP50: milliseconds(delay.percentile(50)),
    delayP99: milliseconds(delay.percentile(99)),
    delayMax: milliseconds(delay.max),
    cpuMs: (used.user + used.system) / 1000,
    rssMegabytes: process.memoryUsage.rss() / 1e6,
  });
  delay.reset();
});
// Listening must not keep the process alive once everything else of it is closed.
process.channel?.unref();
