type QueryValue = string | number | boolean | readonly (string | number)[] | undefined;

export type PathParams = Readonly<Record<string, string>>;
export type QueryParams = Readonly<Record<string, QueryValue>>;

/**
 * The address of a call: path parameters filled in, lists in the query repeated by name.
 * @param base origin of the API, with or without a path and a slash at its end.
 */
export function requestUrl(
  base: string,
  path: string,
  params: PathParams = {},
  query: QueryParams = {},
): string {
  const filled = path.replace(/:(\w+)/g, (_, name: string) => segment(name, params[name]));
  const url = new URL(base.replace(/\/+$/, '') + filled);
  for (const [name, value] of Object.entries(query)) {
    if (value === undefined) continue;
    for (const item of [value].flat()) url.searchParams.append(name, String(item));
  }
  return url.href;
}

/** `.` and `..` survive percent-encoding and would be another path. */
function segment(name: string, value = ''): string {
  if (/^\.{0,2}$/.test(value)) throw new TypeError(`${name} must not be ${JSON.stringify(value)}`);
  return encodeURIComponent(value);
}
