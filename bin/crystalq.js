#!/usr/bin/env node
import { readFileSync } from 'node:fs';

const version = () => JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')).version;
const command = process.argv[2];

// A reader that has seen enough (`| head`) is no fault: the work is finished, what is left to say is dropped.
for (const stream of [process.stdout, process.stderr])
  stream.on('error', (error) => {
    if (error.code !== 'EPIPE') throw error;
  });

// `--version` answers before anything is loaded: scripts ask for it often.
if (command === '--version' || command === '-V') {
  process.stdout.write(`${version()}\n`);
} else {
  // Stacks then name the sources in place of dist/; reading the maps takes time and memory.
  if (process.env.CRYSTALQ_DEBUG) process.setSourceMapsEnabled(true);
  if (['worker', 'dashboard', 'up'].includes(command)) {
    const { hearSignals } = await import('../dist/queues/service-signals.js');
    hearSignals();
  }
  const { main } = await import('../dist/queues/cli/main.js');
  process.exitCode = await main(process.argv.slice(2), version());
}
