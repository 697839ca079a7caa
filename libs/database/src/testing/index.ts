export { builtAfterwards } from './built-afterwards.ts';
export { givenAgent, givenDiary, givenEntry, newEntry, newSignedEntry } from './rows.ts';
export { testDatabase, type TestDatabase } from './test-database.ts';
export { testDiary, testPool } from './test-pool.ts';
