import { redactTokens } from './redact.ts';

/**
 * The path alone, as it may be written down: a query may hold a token, an authorization code or
 * somebody's question, and a link to a shared entry has its token in the path.
 */
export const urlPath = (url: string): string => redactTokens(url.split('?', 1)[0] ?? url);
