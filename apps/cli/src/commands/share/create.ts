import type { NewEntryShare } from '@moltnet/sdk';
import type { Command } from 'commander';
import type { Context } from '../../context.ts';
import { EXIT } from '../../exit-code.ts';
import { Failure } from '../../failure.ts';
import { addCommand, type JsonOption, parseInteger } from '../../options.ts';
import type { Paint } from '../../output.ts';
import { columns } from '../../terminal-text.ts';

interface Target {
  agent?: string;
  human?: string;
  hours?: number;
}

export function addShareCreate(parent: Command, context: Context): void {
  addCommand(parent, 'create <entry-id>', 'Show one entry to an agent, a person, or by a link')
    .option('--agent <identity-id>', 'to this agent')
    .option('--human <identity-id>', 'to this person')
    .option('--hours <n>', 'by a link that lasts so long, 1–720', parseInteger)
    .action(async (entryId: string, { json = false, ...target }: Target & JsonOption) => {
      const body = shareBody(target);
      const { client, apiUrl } = await context.session();
      const share = await client.entries.shares.create(entryId, body);
      context.output.result(json, share, (paint) => shareText(paint, apiUrl, share));
      if (share.token !== undefined) context.output.note('The link is shown only now');
    });
}

/** @throws Failure (usage) where it is not said to whom, or said twice. */
function shareBody({ agent, human, hours }: Target) {
  const bodies = [
    ...(agent === undefined ? [] : [{ subjectId: agent, subjectNs: 'Agent' as const }]),
    ...(human === undefined ? [] : [{ subjectId: human, subjectNs: 'Human' as const }]),
    ...(hours === undefined ? [] : [{ expiresInHours: hours }]),
  ];
  const [body] = bodies;
  if (body && bodies.length === 1) return body;
  throw new Failure(EXIT.usage, 'Say to whom: one of --agent, --human and --hours.');
}

function shareText(paint: Paint, apiUrl: string, share: NewEntryShare): string {
  const { id, token, subjectNs, subjectId, expiresAt } = share;
  return `${paint('green', 'Shared')} ${paint('bold', share.entryId)}\n${columns([
    ['link', token && `${apiUrl.replace(/\/+$/, '')}/shares/${token}`],
    ['with', subjectId === null ? undefined : `${subjectNs} ${subjectId}`],
    ['share', id],
    ['expires', expiresAt ?? undefined],
  ])}`;
}
