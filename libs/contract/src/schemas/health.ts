import { type Static, Type } from 'typebox';
import { Timestamp } from './common.ts';

export const Health = Type.Object(
  { status: Type.Literal('ok'), timestamp: Timestamp },
  { title: 'Health' },
);
export type Health = Static<typeof Health>;

export const ComponentHealth = Type.Object({
  status: Type.Enum(['ok', 'error', 'loading']),
  latencyMs: Type.Number(),
  error: Type.Optional(Type.String()),
});
export type ComponentHealth = Static<typeof ComponentHealth>;

export const Readiness = Type.Object(
  {
    status: Type.Enum(['ok', 'degraded']),
    timestamp: Timestamp,
    components: Type.Record(Type.String(), ComponentHealth),
  },
  { title: 'Readiness' },
);
export type Readiness = Static<typeof Readiness>;

export const ProblemDescription = Type.Object(
  {
    type: Type.String(),
    code: Type.String(),
    slug: Type.String(),
    title: Type.String(),
    status: Type.Integer(),
    description: Type.String(),
  },
  { title: 'ProblemDescription' },
);
export const ProblemList = Type.Object({ items: Type.Array(ProblemDescription) });
