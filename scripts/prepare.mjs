// Makes a checkout ready to run: Prisma clients, and the compiled program in dist/. Needs no network.
// npm calls it after `npm ci` and `npm install` ("prepare"); `npm run build` calls it with --force.
// What is up to date is left alone.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { buildProgram } from './lib/build-program.mjs';
import { generateClients } from './lib/generate-clients.mjs';
import { root } from './lib/root.mjs';
import { withStamps } from './lib/stamps.mjs';

// `npx crystalq` calls it too, some versions of npm each time: to run a program is no order to build it anew.
const isOnlyRun = process.env.npm_command === 'exec' && existsSync(join(root, 'dist'));

try {
  if (!isOnlyRun) await withStamps(process.argv.includes('--force'), prepare);
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}

async function prepare(isStale, renew) {
  for (const part of [generateClients, buildProgram]) {
    if (!isStale(part)) continue;
    console.log(part.says);
    await part.run();
    renew(part);
  }
}
