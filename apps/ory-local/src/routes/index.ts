import formbody from '@fastify/formbody';
import type { Routes } from '../app.ts';
import type { Context } from '../context.ts';
import { pageErrors } from '../pages/errors.ts';
import { listOAuth2Clients } from './admin/clients/get.ts';
import { deleteOAuth2Client } from './admin/clients/id/delete.ts';
import { getOAuth2Client } from './admin/clients/id/get.ts';
import { patchOAuth2Client } from './admin/clients/id/patch.ts';
import { setOAuth2Client } from './admin/clients/id/put.ts';
import { createOAuth2Client } from './admin/clients/post.ts';
import { getCourierMessage, listCourierMessages } from './admin/courier/messages.ts';
import { listIdentities } from './admin/identities/get.ts';
import { getIdentityByExternalID } from './admin/identities/by/external/get.ts';
import { deleteIdentity } from './admin/identities/id/delete.ts';
import { getIdentity } from './admin/identities/id/get.ts';
import { patchIdentity } from './admin/identities/id/patch.ts';
import { updateIdentity } from './admin/identities/id/put.ts';
import { createIdentity } from './admin/identities/post.ts';
import { createJsonWebKeySet, deleteJsonWebKey, getJsonWebKeySet } from './admin/keys/routes.ts';
import {
  acceptOAuth2ConsentRequest,
  getOAuth2ConsentRequest,
  rejectOAuth2ConsentRequest,
} from './admin/oauth2/auth/requests/consent/routes.ts';
import {
  acceptOAuth2LoginRequest,
  getOAuth2LoginRequest,
  rejectOAuth2LoginRequest,
} from './admin/oauth2/auth/requests/login/routes.ts';
import {
  listOAuth2ConsentSessions,
  revokeOAuth2ConsentSessions,
} from './admin/oauth2/auth/sessions/consent.ts';
import { revokeOAuth2LoginSessions } from './admin/oauth2/auth/sessions/login.ts';
import { introspectOAuth2Token } from './admin/oauth2/introspect.ts';
import { deleteOAuth2Token } from './admin/oauth2/tokens.ts';
import { deleteRelationships } from './admin/relation-tuples/delete.ts';
import { patchRelationships } from './admin/relation-tuples/patch.ts';
import { createRecoveryCodeForIdentity } from './admin/recovery/code.ts';
import { createRelationship } from './admin/relation-tuples/put.ts';
import { health } from './health.ts';
import { listRelationshipNamespaces } from './namespaces.ts';
import { providerRoutes } from './oauth2/provider.ts';
import { registrationRoutes } from './oauth2/register/registration-routes.ts';
import { revokeOAuth2Token } from './oauth2/revoke.ts';
import { getOidcUserInfo } from './oauth2/userinfo.ts';
import { batchCheckPermission } from './relation-tuples/batch-check.ts';
import { checkPermission } from './relation-tuples/check.ts';
import { expandPermissions } from './relation-tuples/expand.ts';
import { getRelationships } from './relation-tuples/get.ts';
import { identitySchemas } from './schemas.ts';
import {
  createLoginFlow,
  createRecoveryFlow,
  createRegistrationFlow,
  createSettingsFlow,
  getFlows,
} from './self-service/begin.ts';
import { updateLoginFlow } from './self-service/login.ts';
import {
  createBrowserLogoutFlow,
  performNativeLogout,
  updateLogoutFlow,
} from './self-service/logout.ts';
import { updateRecoveryFlow } from './self-service/recovery.ts';
import { updateRegistrationFlow } from './self-service/registration.ts';
import { updateSettingsFlow } from './self-service/settings.ts';
import { adminSessions, mySessions, whoami } from './sessions/sessions.ts';
import { connectionsPage } from './ui/connections.ts';
import { consentPage } from './ui/consent.ts';
import { flowPages } from './ui/flow-pages.ts';
import { welcomePage } from './ui/welcome.ts';

type Route = (routes: Routes, context: Context) => void;

const PUBLIC: Route[] = [health, identitySchemas, revokeOAuth2Token, getOidcUserInfo];

/** What people use, with programs or browsers. */
const PEOPLE: Route[] = [
  createLoginFlow,
  createRegistrationFlow,
  createSettingsFlow,
  createRecoveryFlow,
  getFlows,
  updateLoginFlow,
  updateRegistrationFlow,
  updateSettingsFlow,
  updateRecoveryFlow,
  performNativeLogout,
  createBrowserLogoutFlow,
  updateLogoutFlow,
  whoami,
  mySessions,
  flowPages,
  consentPage,
  connectionsPage,
  welcomePage,
];

/** What Ory Network puts behind the project's API key: administration, and all of Keto. */
const ADMIN: Route[] = [
  createIdentity,
  listIdentities,
  getIdentity,
  getIdentityByExternalID,
  updateIdentity,
  patchIdentity,
  deleteIdentity,
  createRecoveryCodeForIdentity,
  listCourierMessages,
  getCourierMessage,
  adminSessions,
  createOAuth2Client,
  listOAuth2Clients,
  getOAuth2Client,
  setOAuth2Client,
  patchOAuth2Client,
  deleteOAuth2Client,
  introspectOAuth2Token,
  deleteOAuth2Token,
  getOAuth2LoginRequest,
  acceptOAuth2LoginRequest,
  rejectOAuth2LoginRequest,
  getOAuth2ConsentRequest,
  acceptOAuth2ConsentRequest,
  rejectOAuth2ConsentRequest,
  listOAuth2ConsentSessions,
  revokeOAuth2ConsentSessions,
  revokeOAuth2LoginSessions,
  getJsonWebKeySet,
  createJsonWebKeySet,
  deleteJsonWebKey,
  createRelationship,
  patchRelationships,
  deleteRelationships,
  getRelationships,
  checkPermission,
  batchCheckPermission,
  expandPermissions,
  listRelationshipNamespaces,
];

export async function publicRoutes(scope: Routes, context: Context): Promise<void> {
  await scope.register(async (own) => providerRoutes(own as Routes, context));
  if (context.project.registration.enabled)
    await scope.register(async (own) => registrationRoutes(own as Routes, context));
  await scope.register(formbody);
  for (const route of PUBLIC) route(scope, context);
  await scope.register(async (own) => {
    await own.register(pageErrors);
    for (const route of PEOPLE) route(own as Routes, context);
  });
}

export async function adminRoutes(scope: Routes, context: Context): Promise<void> {
  await scope.register(formbody);
  for (const route of ADMIN) route(scope, context);
}
