export { bearerToken } from './bearer.ts';
export { authentication, type AuthenticationOptions, principalOf } from './authentication.ts';
export { createKeyCheck } from './key-check.ts';
