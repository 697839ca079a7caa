export { createIdentity, type Identity, type IdentityOptions } from './create-identity.ts';
export type { EndedCredentials, OnCredentialsEnded } from './credentials/replace-secret.ts';
export type { ErasureReport } from './humans/erase.ts';
export { createHumans, type Humans } from './humans/humans.ts';
export { REGISTRATION_MODES, type RegistrationMode } from './registration/mode.ts';
export type { RegistrationRequest } from './registration/request.ts';
