import { readFileSync } from 'node:fs';

declare const MOLTNET_VERSION: string | undefined;

/** The version of the workspace; bundled builds have it compiled in. */
export const VERSION: string =
  typeof MOLTNET_VERSION === 'string'
    ? MOLTNET_VERSION
    : (
        JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
          version: string;
        }
      ).version;
