// `npm run demo`: sets up everything in a fresh clone, then runs the examples through the whole path.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { root } from './lib/root.mjs';
import { setUpProgram } from './lib/set-up.mjs';

setUpProgram();
const program = join(root, 'bin', 'crystalq.js');
const { status } = spawnSync(process.execPath, [program, 'demo', '--may-install', ...process.argv.slice(2)], {
  stdio: 'inherit',
});
process.exitCode = status ?? 1;
