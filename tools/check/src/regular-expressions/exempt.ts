const OPERATOR = 'reads what the operator wrote: the environment or infra/ory';

/** Expressions that are not linear, and why that harms nobody. */
export const EXEMPT: Readonly<Record<string, string>> = {
  '/\\/+$/': OPERATOR,
  '/(\\d+)([hms])/g': OPERATOR,
  '/\\brelated\\s*:\\s*\\{([^}]*)\\}/': OPERATOR,
  '/^\\s*[\'"]?(\\w+)[\'"]?\\s*:/gm': OPERATOR,
  '/\\/\\*[\\s\\S]*?\\*\\/|\\/\\/.*$/gm': OPERATOR,
  '/^\\s*\\/\\/.*$/gm': OPERATOR,
  '/=+$/': 'reads base64 of a digest, which we made',
};
