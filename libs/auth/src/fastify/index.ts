export { authentication, type AuthenticationOptions, principalOf } from './authentication.ts';
