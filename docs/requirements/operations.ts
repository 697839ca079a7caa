import { e2e, type Requirements } from './requirement.ts';

/** Running it. */
export const OPERATIONS: Requirements = {
  'run.one-command': {
    says: 'The commands of the README do what they say, as they stand.',
    provenBy: [e2e('network/readme.test.ts', 'as it stands, the command of the README')],
  },
  'run.no-fallback': {
    says: 'A DATABASE_URL that does not answer stops the start; nothing embedded is begun.',
    provenBy: [e2e('network/start.test.ts', 'is refused when at DATABASE_URL %s')],
  },
  'run.one-owner': {
    says: 'A second start on the same home is refused, and the first one goes on.',
    provenBy: [e2e('network/start.test.ts', 'is not started a second time on its home')],
  },
  'run.shutdown': {
    says: 'Ctrl-C finishes what is in flight and leaves no process.',
    provenBy: [
      e2e('network/shutdown.test.ts', 'Ctrl-C finishes what is in flight'),
      e2e('chaos/kill.test.ts', 'Ctrl-C stops it without an orphan'),
    ],
  },
  'run.deployable': {
    says: 'What is built for an image runs where the repository is not.',
    provenBy: ['tools/build/src/image.test.ts › serves the API, with the database and the model'],
  },
  'run.boundaries': {
    says: 'An import that the table of the architecture does not allow fails the checks.',
    provenBy: ['tools/check/src/boundaries/rules.test.ts › reports a forbidden edge'],
  },
};
