export { bearerToken } from './bearer.ts';
export { authentication, type AuthenticationOptions, principalOf } from './authentication.ts';
