export { createIdentity, type Identity } from './create-identity.ts';
export type { RegistrationOptions } from './registration/register.ts';
export type { RegistrationRequest } from './registration/request.ts';
