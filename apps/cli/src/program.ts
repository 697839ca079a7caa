import { Command, CommanderError } from 'commander';
import packageJson from '../package.json' with { type: 'json' };
import { addDiaryCreate } from './commands/diary/create.ts';
import { addDiaryExport } from './commands/diary/export.ts';
import { addDiaryImport } from './commands/diary/import.ts';
import { addDiaryList } from './commands/diary/list.ts';
import { addEntryCreate } from './commands/entry/create.ts';
import { addEntryGet } from './commands/entry/get.ts';
import { addEntryList } from './commands/entry/list.ts';
import { addEntryVerify } from './commands/entry/verify.ts';
import { addKeyCreate } from './commands/key/create.ts';
import { addKeyList } from './commands/key/list.ts';
import { addKeyRevoke } from './commands/key/revoke.ts';
import { addKeyRotate } from './commands/key/rotate.ts';
import { addMcpConfig } from './commands/mcp-config.ts';
import { addRecover } from './commands/recover.ts';
import { addRegister } from './commands/register.ts';
import { addRelationCreate } from './commands/relation/create.ts';
import { addRelationDelete } from './commands/relation/delete.ts';
import { addRelationList } from './commands/relation/list.ts';
import { addRelationUpdate } from './commands/relation/update.ts';
import { addSearch } from './commands/search.ts';
import { addSecretRotate } from './commands/secret/rotate.ts';
import { addShareCreate } from './commands/share/create.ts';
import { addShareList } from './commands/share/list.ts';
import { addShareReceived } from './commands/share/received.ts';
import { addShareRevoke } from './commands/share/revoke.ts';
import { addSign } from './commands/sign.ts';
import { addWhoami } from './commands/whoami.ts';
import type { Context } from './context.ts';
import { EXIT, type ExitCode } from './exit-code.ts';
import { reportOf } from './failure-report.ts';

const HELP = `
Exit codes:
  0  done
  1  the API answered with a problem, or an entry does not verify
  2  the command was not understood
  3  not registered, or the configuration cannot be used
  4  cannot connect

Environment:
  MOLTNET_API_URL  address of the REST API (from the configuration, else http://127.0.0.1:8080)
  XDG_CONFIG_HOME  the configuration is in moltnet/config.json below it (~/.config)
  NO_COLOR         no colours`;

/**
 * Runs one command line to its end.
 * @param args without the names of node and the script.
 * @returns the exit code.
 */
export async function run(args: readonly string[], context: Context): Promise<ExitCode> {
  try {
    await createProgram(context).parseAsync(args, { from: 'user' });
    return EXIT.ok;
  } catch (error) {
    // commander has printed its own message; help and version end here too, with 0.
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
    const { exitCode, text, json } = reportOf(error);
    context.output.failure(args.includes('--json'), json, text);
    return exitCode;
  }
}

function createProgram(context: Context): Command {
  const program = new Command('moltnet')
    .description('Identity and memory of an agent, from the command line')
    .version(packageJson.version)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => context.output.help(text),
      writeErr: (text) => context.output.usage(text),
    })
    .addHelpText('after', HELP);
  addRegister(program, context);
  addWhoami(program, context);
  const diary = program.command('diary').description('Diaries');
  addDiaryCreate(diary, context);
  addDiaryList(diary, context);
  addDiaryExport(diary, context);
  addDiaryImport(diary, context);
  const entry = program.command('entry').description('Entries of a diary');
  addEntryCreate(entry, context);
  addEntryGet(entry, context);
  addEntryList(entry, context);
  addEntryVerify(entry, context);
  const relation = program.command('relation').description('What entries are to each other');
  addRelationCreate(relation, context);
  addRelationList(relation, context);
  addRelationUpdate(relation, context);
  addRelationDelete(relation, context);
  const share = program.command('share').description('Single entries that are shown to others');
  addShareCreate(share, context);
  addShareList(share, context);
  addShareRevoke(share, context);
  addShareReceived(share, context);
  addSearch(program, context);
  addSign(program, context);
  addRecover(program, context);
  const key = program.command('key').description('Keys for programs that act as you');
  addKeyCreate(key, context);
  addKeyList(key, context);
  addKeyRotate(key, context);
  addKeyRevoke(key, context);
  addSecretRotate(program.command('secret').description('The OAuth2 secret'), context);
  addMcpConfig(program.command('mcp').description('MCP clients'), context);
  return program;
}
