import { isIP } from 'node:net';
import { createKeyCheck } from '@moltnet/auth/fastify';
import { FORWARDING } from '@moltnet/contract';
import type { FastifyRequest } from 'fastify';

/** The address that a request is logged with, and counted by where its caller has no identity yet. */
export type ClientAddress = (request: FastifyRequest) => string;

/**
 * The address of the trusted proxy hop; where the MCP server asks for somebody, theirs. It proves
 * itself by `key`: whoever else sends its headers is counted by the address that they come from.
 * @param key - what the MCP server has, too; absent: nobody asks for others
 */
export function clientAddress(key: string | undefined): ClientAddress {
  if (key === undefined) return ({ ip }) => ip;
  const isKey = createKeyCheck(key);
  return ({ headers, ip }) => {
    const address = headers[FORWARDING.address];
    if (typeof address !== 'string' || isIP(address) === 0) return ip;
    return isKey(headers[FORWARDING.key]) ? address : ip;
  };
}
