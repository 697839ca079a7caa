/** What a browser does for people here: keeps cookies by host, follows links, sends forms. */
export class Browser {
  readonly #cookies = new Map<string, string>();

  /** A cookie that was set; `undefined` when there is none. */
  cookie(name: string): string | undefined {
    return this.#cookies.get(name);
  }

  /** One request; redirects are not followed. Cookies don't know ports (RFC 6265 §8.5). */
  async request(url: string, init: RequestInit = {}): Promise<Response> {
    const headers = new Headers({ accept: 'text/html', ...(init.headers as object) });
    const pairs = [...this.#cookies].map(([name, value]) => `${name}=${value}`);
    if (pairs.length > 0) headers.set('cookie', pairs.join('; '));
    const response = await fetch(url, { ...init, headers, redirect: 'manual' });
    for (const cookie of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      if (/max-age=0/i.test(cookie)) this.#cookies.delete(name);
      else this.#cookies.set(name, value);
    }
    return response;
  }

  /** Follows redirects to a page. */
  async open(url: string, init: RequestInit = {}): Promise<string> {
    let response = await this.request(url, init);
    for (let hops = 0; response.status === 303 && hops < 5; hops += 1)
      response = await this.request(response.headers.get('location') ?? '');
    return response.text();
  }

  /** Fills in the first form of a page, and sends it. */
  async submit(page: string, fields: Record<string, string>): Promise<string> {
    const form = /<form action="([^"]*)"[^]*?<\/form>/.exec(page);
    if (form === null) throw new Error(`no form in:\n${page}`);
    const tags = [...form[0].matchAll(/<(?:input|button)[^>]*>/g)];
    const given = tags.map(([tag]): [string, string] => [
      /name="([^"]*)"/.exec(tag)?.[1] ?? '',
      /value="([^"]*)"/.exec(tag)?.[1] ?? '',
    ]);
    const body = new URLSearchParams({ ...Object.fromEntries(given), ...fields });
    return this.open((form[1] ?? '').replaceAll('&amp;', '&'), { method: 'POST', body });
  }
}
