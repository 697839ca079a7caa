// A process to supervise. Its first argument says how it behaves.

const ready = (): void => void process.send?.({ type: 'ready' });
const live = (): void => void setInterval(() => undefined, 1000);
process.once('disconnect', () => process.exit(0));

const behaviours: Record<string, () => void> = {
  serves() {
    process.once('SIGTERM', () => process.exit(0));
    live();
    ready();
  },
  'ignores SIGTERM'() {
    process.on('SIGTERM', () => undefined);
    live();
    ready();
  },
  'refuses to start'() {
    process.stdout.write('{"level":"info","msg":"trying"}\n');
    process.stderr.write('The data folder is damaged: restore a backup.\n');
    process.exitCode = 1;
    process.disconnect?.();
  },
  'dies of an error'() {
    throw new TypeError('no such table');
  },
  'dies after it served'() {
    ready();
    setTimeout(() => process.exit(3), 10);
  },
  'says nothing'() {
    live();
  },
};

behaviours[process.argv[2] ?? '']?.();
