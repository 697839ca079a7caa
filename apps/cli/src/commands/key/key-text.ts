import type { IssuedAgentKey } from '@moltnet/sdk';
import type { Paint } from '../../output.ts';
import { columns, printable } from '../../terminal-text.ts';

/** A key with its secret, for people. */
export function issuedKeyText(paint: Paint, done: string, { key, secret }: IssuedAgentKey): string {
  return `${paint('green', done)} ${paint('bold', printable(key.name))}\n${columns([
    ['secret', secret],
    ['id', key.id],
    ['scopes', key.scopes.join(' ')],
    ['expires', key.expiresAt],
  ])}`;
}
