import { type Static, Type } from 'typebox';
import { LIMITS } from '../limits.ts';
import { AGENT_SCOPES } from '../scopes.ts';
import { Nullable, Page, Strict, Text, Timestamp, Uuid } from './common.ts';

const Scopes = Type.Array(Type.Enum([...AGENT_SCOPES]), {
  minItems: 1,
  maxItems: AGENT_SCOPES.length,
  uniqueItems: true,
});

/** A bearer credential that an agent issued, without its secret. */
export const AgentKey = Type.Object(
  {
    id: Uuid,
    name: Type.String(),
    scopes: Type.Array(Type.String()),
    teamId: Nullable(Uuid),
    /** The agent key that issued it; null where the agent itself did. */
    issuedBy: Nullable(Uuid),
    createdAt: Timestamp,
    expiresAt: Timestamp,
    revokedAt: Nullable(Timestamp),
  },
  { title: 'AgentKey' },
);
export type AgentKey = Static<typeof AgentKey>;

export const IssuedAgentKey = Type.Object(
  {
    key: AgentKey,
    secret: Type.String({ description: '`mlt_ak_…`: sent as bearer token; shown only here' }),
  },
  { title: 'IssuedAgentKey' },
);
export type IssuedAgentKey = Static<typeof IssuedAgentKey>;

export const CreateAgentKeyBody = Strict(
  {
    name: Text({ minLength: 1, maxLength: LIMITS.agentKey.name }),
    scopes: Scopes,
    ttlDays: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: LIMITS.agentKey.days.max,
        default: LIMITS.agentKey.days.default,
      }),
    ),
    teamId: Type.Optional(Uuid),
  },
  { title: 'CreateAgentKeyBody' },
);
export type CreateAgentKeyInput = Static<typeof CreateAgentKeyBody>;

export const AgentKeyPage = Page(AgentKey);

export const AgentKeyParams = Strict({ id: Uuid });
