#!/usr/bin/env node
import { readEnv } from './config/env.ts';
import { Context } from './context.ts';
import { run } from './program.ts';

// `moltnet … | head` closes the pipe while there is more to say: that is no failure.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit();
    throw error;
  });
}

process.exitCode = await run(process.argv.slice(2), new Context(readEnv(process.env), process));
