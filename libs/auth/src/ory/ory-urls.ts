/**
 * Where the services of an Ory are, without trailing slashes. Self-hosted ones listen for the public
 * and for administration on ports of their own; Keto for reading and for writing.
 */
export interface OryUrls {
  readonly kratosPublic: string;
  readonly kratosAdmin: string;
  readonly hydraPublic: string;
  readonly hydraAdmin: string;
  readonly ketoRead: string;
  readonly ketoWrite: string;
}

/** Everything behind one URL, as Ory Network and ory-local have it. */
export function projectUrls(url: string): OryUrls {
  const base = url.replace(/\/+$/, '');
  return {
    kratosPublic: base,
    kratosAdmin: base,
    hydraPublic: base,
    hydraAdmin: base,
    ketoRead: base,
    ketoWrite: base,
  };
}
