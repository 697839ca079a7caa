import { PROBLEM_BASE_URI, PROBLEMS, Problem } from '@moltnet/contract';
import type { FastifyInstance } from 'fastify';
import { serve } from '../../operation-route.ts';

const CATALOGUE = Object.entries(PROBLEMS).map(([code, definition]) =>
  Object.assign({ type: `${PROBLEM_BASE_URI}${definition.slug}`, code }, definition),
);

export function listProblems(app: FastifyInstance): void {
  serve(app, 'listProblems', async () => ({ items: CATALOGUE }));
}

export function getProblem(app: FastifyInstance): void {
  serve(app, 'getProblem', async (request) => {
    const found = CATALOGUE.find(({ slug }) => slug === request.params.slug);
    if (found) return found;
    throw new Problem('NOT_FOUND', 'There is no problem of this name; GET /problems lists all.');
  });
}
