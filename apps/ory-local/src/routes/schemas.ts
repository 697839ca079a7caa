import type { Routes } from '../app.ts';
import type { Context } from '../context.ts';
import { notFound } from '../errors.ts';
import { schemaUrl } from '../identities/identity.ts';
import { idParams } from './params.ts';

/** listIdentitySchemas and getIdentitySchema, which takes the id plain or as in `schema_url`. */
export function identitySchemas(routes: Routes, { project, baseUrl }: Context): void {
  const schemas = project.identitySchemas;
  routes.get('/schemas', async () =>
    [...schemas.values()].map(({ id, document }) => ({
      id,
      url: schemaUrl(baseUrl, id),
      schema: document,
    })),
  );
  routes.get('/schemas/:id', { schema: { params: idParams } }, async (request) => {
    const { id } = request.params;
    const schema = schemas.get(id) ?? schemas.get(Buffer.from(id, 'base64url').toString('utf8'));
    if (schema === undefined) throw notFound();
    return schema.document;
  });
}
