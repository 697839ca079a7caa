import { readFile } from 'node:fs/promises';
import { env, stdout } from 'node:process';
import { pathToFileURL } from 'node:url';

const PROJECT_FILE = new URL('project.json', import.meta.url);

type Variables = Readonly<Record<string, string | undefined>>;

/**
 * project.json as Ory Network takes it: a file that it refers to is put in as `base64://…`, a
 * variable as its value.
 *
 * @param variables Values of `${NAME}`.
 * @throws Error that names a variable which is not set: an empty webhook key would be accepted.
 */
export async function renderProject(variables: Variables): Promise<unknown> {
  return render(JSON.parse(await readFile(PROJECT_FILE, 'utf8')), variables);
}

async function render(value: unknown, variables: Variables): Promise<unknown> {
  if (typeof value === 'string') return renderText(value, variables);
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return Promise.all(value.map((item) => render(item, variables)));
  const entries: [string, unknown][] = [];
  for (const [name, item] of Object.entries(value))
    entries.push([name, await render(item, variables)]);
  return Object.fromEntries(entries);
}

async function renderText(text: string, variables: Variables): Promise<string> {
  if (text.startsWith('file://./')) {
    const file = new URL(text.slice('file://'.length), PROJECT_FILE);
    return `base64://${(await readFile(file)).toString('base64')}`;
  }
  return text.replaceAll(/\$\{(\w+)\}/g, (_, name: string) => {
    const value = variables[name];
    if (value === undefined || value === '') throw new Error(`${name} must be set`);
    return value;
  });
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href)
  stdout.write(`${JSON.stringify(await renderProject(env), null, 2)}\n`);
