import { e2e, type Requirements } from './requirement.ts';

/** MCP. */
export const MCP: Requirements = {
  'mcp.both-generations': {
    says: 'The official clients of both generations list and call every tool.',
    provenBy: [e2e('network/mcp.test.ts', 'lists and calls every tool')],
  },
};
