#!/usr/bin/env node
import { readFileSync } from 'node:fs';

const version = () => JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')).version;

// `--version` answers before anything is loaded: scripts ask for it often.
if (process.argv[2] === '--version' || process.argv[2] === '-V') {
  process.stdout.write(`${version()}\n`);
} else {
  const { main } = await import('../dist/queues/cli/main.js');
  process.exitCode = await main(process.argv.slice(2), version());
}
