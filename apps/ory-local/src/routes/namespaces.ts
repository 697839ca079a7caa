import type { Routes } from '../app.ts';
import type { Context } from '../context.ts';

/** listRelationshipNamespaces */
export function listRelationshipNamespaces(routes: Routes, { project }: Context): void {
  routes.get('/namespaces', async () => ({
    namespaces: [...project.permissions.model.keys()].map((name) => ({ name })),
  }));
}
