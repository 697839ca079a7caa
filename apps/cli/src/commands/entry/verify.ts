import { checkEntry, type EntryCheck, type EntryVerification } from '@moltnet/sdk';
import type { Command } from 'commander';
import type { Context } from '../../context.ts';
import { EXIT } from '../../exit-code.ts';
import { Failure } from '../../failure.ts';
import { addCommand, type JsonOption } from '../../options.ts';
import type { Paint } from '../../output.ts';
import { columns } from '../../terminal-text.ts';

export function addEntryVerify(parent: Command, context: Context): void {
  addCommand(
    parent,
    'verify <id>',
    'Verify hash and signature, on the server and again on this machine',
  ).action((id: string, options: JsonOption) => verify(context, id, options));
}

async function verify(context: Context, id: string, { json = false }: JsonOption): Promise<void> {
  const { client, profile } = await context.session();
  const [entry, server] = await Promise.all([client.entries.get(id), client.entries.verify(id)]);
  const local = checkEntry(entry, server);
  const verified = server.valid && local.hashMatches && local.signatureValid === true;
  const own = server.publicKey === profile.publicKey;
  context.output.result(json, { verified, server, local }, (paint) =>
    verdict(verified, server, local, own, paint),
  );
  if (verified) return;
  throw new Failure(
    EXIT.problem,
    server.valid
      ? 'The server calls this entry valid; this machine finds that it is not.'
      : `The entry ${server.signed ? 'does not verify' : 'is not signed'}.`,
  );
}

function verdict(
  verified: boolean,
  server: EntryVerification,
  local: EntryCheck,
  own: boolean,
  paint: Paint,
): string {
  const word = verified
    ? paint('green', 'Verified')
    : server.signed
      ? paint('red', 'Does not verify')
      : paint('yellow', 'Not signed');
  const author = server.agentFingerprint ?? undefined;
  return `${word}\n${columns([
    ['content hash', `${local.contentHash} ${local.hashMatches ? 'matches' : 'differs'}`],
    ['signature', signatureWord(local)],
    ['scheme', server.scheme ?? undefined],
    ['author', author && `${author}${own ? ' (you)' : ''}`],
    ['key', server.publicKey ?? undefined],
    ['signed at', server.signedAt ?? undefined],
  ])}`;
}

function signatureWord({ signatureValid }: EntryCheck): string {
  if (signatureValid === undefined) return 'none';
  return signatureValid ? 'good' : 'bad';
}
