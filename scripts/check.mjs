// `npm run check`: types, lint, format, import rules, unused code, unit tests. All are run; the first faults come first.
import { spawnSync } from 'node:child_process';
import { root } from './lib/root.mjs';
import { setUpProgram } from './lib/set-up.mjs';

setUpProgram();

const checks = [
  ['types', 'tsc', ['--noEmit']],
  ['lint', 'eslint', ['.', '--max-warnings', '0']],
  ['format', 'prettier', ['--check', '--log-level', 'warn', '.']],
  [
    'import rules',
    'depcruise',
    ['--config', '.dependency-cruiser.cjs', '--output-type', 'err', 'src', 'queues', 'workers', 'dashboard'],
  ],
  ['unused code', 'knip', []],
  ['unit tests', 'mocha', ['--reporter', 'dot']],
];

const failed = checks.filter(([what, tool, args]) => {
  const start = performance.now();
  const { status } = spawnSync('npx', ['--no-install', tool, ...args], { cwd: root, stdio: 'inherit' });
  console.log(
    `${status === 0 ? 'ok    ' : 'FAILED'} ${what} (${((performance.now() - start) / 1000).toFixed(0)} s)`,
  );
  return status !== 0;
});
if (failed.length > 0) process.exitCode = 1;
