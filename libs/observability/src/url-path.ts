/** The path alone: a query may hold a token, an authorization code or somebody's question. */
export const urlPath = (url: string): string => url.split('?', 1)[0] ?? url;
