/** Codes of JSON-RPC 2.0 §5.1 that are answered before a message reaches the protocol. */
export const PARSE_ERROR = -32_700;
export const INVALID_REQUEST = -32_600;

/** A JSON-RPC error that answers no known request. */
export function jsonRpcError(code: number, message: string) {
  return { jsonrpc: '2.0', error: { code, message }, id: null } as const;
}
