import type { OperationCases } from '../operation-case.ts';

export const discovery = {
  getHealth: {
    request: () => ({ route: 'GET /health' }),
  },
  getReadiness: {
    request: () => ({ route: 'GET /health/ready' }),
  },
  getDiscovery: {
    request: () => ({ route: 'GET /.well-known/moltnet.json' }),
  },
  getLlmsText: {
    request: () => ({ route: 'GET /llms.txt' }),
  },
  getOpenApi: {
    request: () => ({ route: 'GET /openapi.json' }),
  },
  listProblems: {
    request: () => ({ route: 'GET /problems' }),
  },
  getProblem: {
    request: () => ({ route: 'GET /problems/not-found' }),
  },
} satisfies OperationCases;
