import { existsSync, globSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { importsOf } from './boundaries/read.ts';

/** What a test starts its database with; whoever reaches it depends on which database that is. */
const STARTS_DATABASE = 'libs/database/src/testing/test-database.ts';

/**
 * The unit tests whose outcome can depend on the database, found by following their imports.
 *
 * @param root The workspace's root folder.
 * @returns Paths from there, sorted.
 */
export function databaseTests(root: string): string[] {
  const entries = packageEntries(root);
  const reaches = new Map<string, boolean>();

  function reachesDatabase(path: string): boolean {
    const known = reaches.get(path);
    if (known !== undefined) return known;
    // Until it is known: a cycle adds nothing.
    reaches.set(path, false);
    const found = path === STARTS_DATABASE || importedFiles(path).some(reachesDatabase);
    reaches.set(path, found);
    return found;
  }

  function importedFiles(path: string): string[] {
    return importsOf(path, readFileSync(join(root, path), 'utf8'))
      .map((specifier) =>
        specifier.startsWith('.')
          ? posix.join(posix.dirname(path), specifier)
          : entries.get(specifier),
      )
      .filter((file) => file !== undefined)
      .filter((file) => file.endsWith('.ts') && existsSync(join(root, file)));
  }

  return globSync('{apps,libs,tools}/*/src/**/*.test.ts', { cwd: root })
    .filter((path) => !path.startsWith('apps/e2e/'))
    .filter(reachesDatabase)
    .toSorted();
}

/** Files of the workspace by the specifier under which other packages import them. */
function packageEntries(root: string): Map<string, string> {
  const entries = new Map<string, string>();
  for (const path of globSync('{apps,libs,tools}/*/package.json', { cwd: root })) {
    const { name, exports = {} }: { name: string; exports?: Record<string, string> } = JSON.parse(
      readFileSync(join(root, path), 'utf8'),
    );
    for (const [entry, file] of Object.entries(exports)) {
      entries.set(posix.join(name, entry), posix.join(posix.dirname(path), file));
    }
  }
  return entries;
}
