import { Type } from 'typebox';
import type { Context } from '../../context.ts';

export const depthQuery = { 'max-depth': Type.Optional(Type.Integer()) };

/** The depth that a check may go to: the caller's, but never more than the project's. */
export function depthOf({ project }: Context, requested: number | undefined): number {
  const limit = project.permissions.maxDepth;
  return requested === undefined || requested <= 0 ? limit : Math.min(requested, limit);
}
