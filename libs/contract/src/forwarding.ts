/**
 * Headers by which the MCP server tells the REST API for whose address it asks, and shows that it is
 * the MCP server: a secret that both have. Without the secret the address counts for nothing.
 */
export const FORWARDING = {
  address: 'x-moltnet-client-address',
  key: 'x-moltnet-forwarding-key',
} as const;
