import { ConfigError, readConfig, type Config, type ServerConfig } from './config.ts';
import { readEnv, type Env } from './env.ts';
import { readSecrets, type Secrets } from './secrets.ts';

export { ConfigError, type Config, type Secrets, type ServerConfig };

/** @throws ConfigError that names every variable at fault. */
export function loadConfig(env: Env = readEnv()): { config: Config; secrets: Secrets } {
  const problems: string[] = [];
  const config = readConfig(env, problems);
  const secrets = readSecrets(env, problems);
  if (problems.length > 0) throw new ConfigError(problems);
  return { config, secrets };
}
