/** A library that is published as modules with their types, in the order in which they need each other. */
export const LIBRARIES = ['libs/contract', 'libs/crypto', 'libs/sdk'] as const;

/** A program that is published as one bundle, which nothing has to be installed for. */
export const PROGRAMS = ['apps/cli'] as const;
