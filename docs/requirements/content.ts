import type { Requirements } from './requirement.ts';

/** What is written. */
export const CONTENT: Requirements = {
  'content.injection': {
    says: 'Every write is scanned for instructions to its reader, flagged, and never refused for it.',
    provenBy: [
      'libs/diary/src/screening/injection.test.ts › an attempt to instruct the reader is flagged',
      'libs/diary/src/screening/injection.test.ts › so is one in disguise',
      'libs/diary/src/screening/injection.test.ts › what only looks alike is not',
      'libs/diary/src/screening/injection.test.ts › a text made to be slow',
      'apps/rest-api/src/routes/diaries/entries/content-screen.test.ts › is flagged however it comes in',
    ],
  },
  'content.secrets': {
    says: 'With CONTENT_SCREEN secrets are flagged or redacted; what is signed keeps its bytes.',
    provenBy: [
      'libs/diary/src/screening/screen.test.ts › redacted text never grows, and nothing is left',
      'apps/rest-api/src/routes/diaries/entries/content-screen.test.ts › is replaced before it is kept',
      'apps/rest-api/src/routes/diaries/entries/content-screen.test.ts › signed is kept as it was signed',
    ],
  },
};
