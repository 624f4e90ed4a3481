// `npm test`: sets up what is missing, runs all tests, and prints `N passed, N failed` last.
// Arguments are groups of tests: unit, contract, integration, e2e. Without any, all of them.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { root } from './lib/root.mjs';
import { setUpProgram, setUpSlurm, setUpTestServers } from './lib/set-up.mjs';

const groups = ['unit', 'contract', 'integration', 'e2e'];
const named = process.argv.slice(2);
const unknown = named.filter((name) => !groups.includes(name));
if (unknown.length > 0) {
  console.error(`There is no group of tests "${unknown.join(' ')}"; there are ${groups.join(', ')}.`);
  process.exit(2);
}
const wanted = named.length > 0 ? named : groups;

setUpProgram();
setUpTestServers();
const env = { ...process.env, NODE_ENV: 'test' };
if (wanted.some((group) => group !== 'unit') && setUpSlurm()) env.CRYSTALQ_TEST_SLURM = 'yes';

const counts = { passing: 0, failing: 0, pending: 0 };
for (const group of wanted) runGroup(group);

const skipped = counts.pending > 0 ? `, ${counts.pending} skipped` : '';
console.log(`\n${counts.passing} passed, ${counts.failing} failed${skipped}`);
const mayNotSkip = process.env.CI !== undefined || process.env.CRYSTALQ_NO_SKIP !== undefined;
if (counts.failing > 0 || (mayNotSkip && counts.pending > 0)) process.exitCode = 1;

function runGroup(group) {
  console.log(`\n== ${group} tests`);
  const mocha = join(root, 'node_modules', 'mocha', 'bin', 'mocha.js');
  const { stdout, status } = spawnSync(
    process.execPath,
    [
      mocha,
      '--no-config',
      // Only for imports: with a hook for require too, a module may be there twice, and `instanceof` fails.
      '--import=tsx/esm',
      '--reporter',
      'dot',
      '--forbid-only',
      '--file',
      'test/support/property-seed.ts',
      // Everything is closed by the tests themselves; what a failed one leaves open must not keep the run from ending.
      '--exit',
      ...limitsOf(group),
      `test/${group}/**/*.test.ts`,
    ],
    { cwd: root, env, stdio: ['ignore', 'pipe', 'inherit'], maxBuffer: 1024 ** 3 },
  );
  const text = stdout.toString();
  process.stdout.write(text);
  for (const word of Object.keys(counts))
    counts[word] += Number(new RegExp(`^ {2}(\\d+) ${word}`, 'm').exec(text)?.[1] ?? 0);
  // The run itself broke down (a file that does not load, a process that was killed), which no count tells.
  if (status !== 0 && !/^ {2}\d+ failing/m.test(text)) {
    console.log(`The ${group} tests broke down before their end, which counts as one failure.`);
    counts.failing += 1;
  }
}

function limitsOf(group) {
  switch (group) {
    case 'unit':
      return ['--timeout', '20000'];
    case 'e2e':
      return ['--timeout', '300000'];
    default:
      return ['--timeout', '120000'];
  }
}
