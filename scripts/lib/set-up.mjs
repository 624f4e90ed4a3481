import { spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './root.mjs';

/** Runs a command with its output shown; ends this script with its exit code where it fails. */
export function run(command, args, options = {}) {
  const { status, signal, error } = spawnSync(command, args, { cwd: root, stdio: 'inherit', ...options });
  if (status === 0) return;
  console.error(`${command} ${args.join(' ')} failed (${error?.message ?? signal ?? `exit ${status}`})`);
  process.exit(status ?? 1);
}

/** npm packages as the lock file says, then generated clients and dist/. */
export function setUpProgram() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 19)) {
    console.error(`crystalq needs Node 20.19 or newer; this is ${process.version}.`);
    process.exit(1);
  }
  if (!areModulesCurrent()) run('npm', ['ci', '--no-audit', '--no-fund']);
  run(process.execPath, [join(root, 'scripts', 'prepare.mjs')]);
}

function areModulesCurrent() {
  const installed = join(root, 'node_modules', '.package-lock.json');
  return (
    existsSync(installed) && statSync(installed).mtimeMs >= statSync(join(root, 'package-lock.json')).mtimeMs
  );
}

const isOnPath = (name) =>
  ['/usr/sbin', '/sbin', ...(process.env.PATH ?? '').split(':')].some((folder) =>
    existsSync(join(folder, name)),
  );

const hasPostgres = () => isOnPath('postgres') || existsSync('/usr/lib/postgresql');

/** What the tests run against, and the Debian packages that bring it. */
const testServers = [
  {
    what: 'Redis',
    isThere: () => isOnPath('redis-server') || isOnPath('valkey-server'),
    packages: ['redis-server'],
  },
  { what: 'PostgreSQL', isThere: hasPostgres, packages: ['postgresql'] },
  {
    what: 'Slurm with accounting',
    isThere: () => ['slurmctld', 'slurmd', 'slurmdbd', 'munged', 'mariadbd'].every(isOnPath),
    packages: ['slurm-wlm', 'slurm-client', 'munge', 'slurmdbd', 'mariadb-server'],
  },
  { what: 'Chromium', isThere: () => isOnPath('chromium'), packages: ['chromium', 'fonts-dejavu-core'] },
  { what: 'docker-compose', isThere: () => isOnPath('docker-compose'), packages: ['docker-compose'] },
];

/** Installs what is missing where that is possible (root on Debian); elsewhere says what is missing and goes on. */
export function setUpTestServers() {
  const missing = testServers.filter(({ isThere }) => !isThere());
  if (missing.length === 0) return;
  const names = missing.map(({ what }) => what).join(', ');
  const packages = missing.flatMap((server) => server.packages);
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) {
    console.log(
      `Not here: ${names}. Tests that need them are skipped. On Debian: apt-get install ${packages.join(' ')}`,
    );
    return;
  }
  console.log(`Installing ${names} for the tests`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  run('apt-get', ['update', '-qq'], { env, stdio: ['ignore', 'ignore', 'inherit'] });
  run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], {
    env,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}

/** A real Slurm with accounting on this machine; only root can start one. False: tests that need it are skipped. */
export function setUpSlurm() {
  if (process.getuid?.() !== 0) return false;
  run('bash', [join(root, 'scripts', 'slurm-test-cluster.sh'), 'start'], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  return true;
}
