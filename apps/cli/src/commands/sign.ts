import { sign, signingInputV1 } from '@moltnet/crypto';
import type { Command } from 'commander';
import type { Context } from '../context.ts';
import { EXIT } from '../exit-code.ts';
import { Failure } from '../failure.ts';
import { addCommand, type JsonOption } from '../options.ts';
import { textArgument } from '../text-argument.ts';

export function addSign(parent: Command, context: Context): void {
  addCommand(parent, 'sign <message>', 'Sign a message; `-` is read from stdin').action(
    async (argument: string, { json = false }: JsonOption) => {
      const { client, profile } = await context.session();
      const message = await textArgument(argument, context.stdin);
      const request = await client.crypto.createSigningRequest({ message });
      // The bytes are made here: to sign what a server sends would be to sign anything.
      const bytes = signingInputV1(message, request.nonce);
      if (Buffer.from(bytes).toString('base64') !== request.signingInput) {
        throw new Failure(
          EXIT.problem,
          'The server asks for other bytes than those of this message.',
        );
      }
      const signature = sign(bytes, profile.privateKey);
      const completed = await client.crypto.submitSignature(request.id, { signature });
      context.output.result(json, completed, () => signature);
    },
  );
}
