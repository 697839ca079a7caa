import { e2e, type Requirements } from './requirement.ts';

/** Clients that people connect. */
export const CONNECTIONS: Requirements = {
  'oauth.mcp-client': {
    says: 'An MCP client that knows only a URL registers, has a person log in and consent, and calls tools.',
    provenBy: [e2e('people/mcp-connect.test.ts', '401, metadata, registration, log-in, consent')],
  },
  'oauth.consented-scopes': {
    says: 'A client may do what the person consented to and what people may do, and nothing else.',
    provenBy: [
      e2e('people/mcp-connect.test.ts', 'it may do what was consented to, and no more'),
      'libs/auth/src/tokens/tokens-for-people.test.ts › carry %s',
    ],
  },
  'oauth.disconnect': {
    says: 'A revoked consent, and a person who is deactivated or deleted, end all tokens within 5 s.',
    provenBy: [
      e2e(
        'people/mcp-connect.test.ts',
        'a consent that is revoked ends the client within 5 seconds',
      ),
      'apps/ory-local/src/routes/oauth2/consents.test.ts › a person who is deactivated',
      'libs/auth/src/tokens/tokens-for-people.test.ts › are asked about every five seconds',
      'apps/ory-local/src/routes/ui/connections.test.ts › a person sees who acts for them',
    ],
  },
  'oauth.refresh': {
    says: 'A refresh token is replaced by each use; used twice, it ends the whole chain.',
    provenBy: [
      'apps/ory-local/src/routes/oauth2/refresh-token.test.ts › is replaced by each use',
      'apps/ory-local/src/routes/oauth2/refresh-token.test.ts › that is used twice ends the whole',
    ],
  },
  'oauth.registration': {
    says: 'A client registers itself, for people only, and is managed by its own token alone.',
    provenBy: [
      'apps/ory-local/src/registration/registrations.test.ts › a client registers itself',
      'apps/ory-local/src/registration/registrations.test.ts › %s is refused',
      'apps/ory-local/src/registration/registrations.test.ts › nobody manages a client without',
    ],
  },
  'oauth.metadata-documents': {
    says: 'A client is known by its metadata document, fetched from public addresses and bounded.',
    provenBy: [
      'apps/ory-local/src/client-documents/client-documents.test.ts › a client is known by the URL',
      'apps/ory-local/src/client-documents/client-documents.test.ts › a document %s makes no client',
      'apps/ory-local/src/client-documents/client-documents.test.ts › %s is not fetched',
    ],
  },
  'oauth.no-thief': {
    says: 'Who has another person answer their authorization request gains nothing.',
    provenBy: [
      'apps/ory-local/src/routes/oauth2/authorization.test.ts › who has another person answer',
      'apps/ory-local/src/routes/ui/consent.test.ts › a thief who has the victim',
      'apps/ory-local/src/routes/ui/consent.test.ts › the form counts from the browser',
    ],
  },
  'oauth.key-rotation': {
    says: 'Signing keys change while it runs: the new one is shown first, the old one verifies on.',
    provenBy: [
      'apps/ory-local/src/tokens/key-rotation.test.ts › a new key is shown before it signs',
      'apps/ory-local/src/tokens/key-rotation.test.ts › a key stays until the longest token',
      'libs/identity/src/agents/token.test.ts › a signing key that comes while it runs is fetched',
      'libs/auth/src/tokens/verifier.test.ts › a key that was rotated in is known',
    ],
  },
};
