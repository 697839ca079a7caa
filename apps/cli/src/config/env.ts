import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';

/** What the environment says; nothing else in the command reads it. */
export interface Env {
  /** Folder of the command's own files. */
  configDir: string;
  /** `MOLTNET_API_URL`, over what the configuration says. */
  apiUrl: string | undefined;
}

/** The XDG base directory specification says to ignore a `XDG_CONFIG_HOME` that is not absolute. */
export function readEnv(variables: NodeJS.ProcessEnv): Env {
  const xdg = variables['XDG_CONFIG_HOME'];
  const base = xdg && isAbsolute(xdg) ? xdg : join(homedir(), '.config');
  return { configDir: join(base, 'moltnet'), apiUrl: variables['MOLTNET_API_URL'] || undefined };
}
