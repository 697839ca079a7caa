import type { Command } from 'commander';
import type { Context } from '../context.ts';
import { addCommand, type JsonOption } from '../options.ts';
import { columns } from '../terminal-text.ts';

export function addRecover(parent: Command, context: Context): void {
  addCommand(parent, 'recover', 'Get a new secret by your key alone').action(
    async ({ json = false }: JsonOption) => {
      const { client, profile } = await context.session();
      const { publicKey, privateKey } = profile;
      const { credential } = await client.recover({ keyPair: { publicKey, privateKey } });
      const { clientId, clientSecret } = credential;
      await context.store.save({ ...profile, clientId, clientSecret });
      context.output.result(
        json,
        { clientId, config: context.store.path },
        (paint) => `${paint('green', 'Recovered')}\n${columns([['client', clientId]])}`,
      );
      context.output.note(`The new secret is in ${context.store.path}`);
    },
  );
}
