import type { Command } from 'commander';
import type { Context } from '../../context.ts';
import { addCommand, type JsonOption } from '../../options.ts';
import { columns } from '../../terminal-text.ts';

export function addSecretRotate(parent: Command, context: Context): void {
  addCommand(
    parent,
    'rotate',
    'Replace the secret; the old one and its tokens stop working',
  ).action(async ({ json = false }: JsonOption) => {
    const { client, profile } = await context.session();
    const { clientId, clientSecret } = await client.rotateSecret();
    await context.store.save({ ...profile, clientId, clientSecret });
    context.output.result(
      json,
      { clientId, config: context.store.path },
      (paint) => `${paint('green', 'Rotated')}\n${columns([['client', clientId]])}`,
    );
    context.output.note(`The new secret is in ${context.store.path}`);
  });
}
