/** What a token carries of its making beyond OAuth's own fields; kept with an opaque token. */
export interface TokenExtra {
  /** The claims of the token hook. */
  ext: Record<string, unknown>;
  /** The client's generation at that time: see `ClientRow`. */
  generation: string;
  audience: string[];
  /** The consent that it came of, where a person gave one. */
  grantId?: string;
}

/** The name in a JWT's header of the client's generation. */
export const GENERATION_HEADER = 'gen';
/** The name in a JWT's header of the grant that it came of: without it, the token is over. */
export const GRANT_HEADER = 'grt';
