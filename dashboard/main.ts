import { once } from 'node:events';
import { lstat, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { openConfiguredStore } from '../queues/open-configured-store.js';
import { openQueues } from '../queues/open-queues.js';
import { isLoopback } from '../queues/redis/redis-address.js';
import { hearSignals } from '../queues/service-signals.js';
import { logFolderOf, type Config } from '../src/config/config.js';
import { CrystalqError } from '../src/errors/crystalq-error.js';
import { createLog } from '../src/log/create-log.js';
import { loadTokens, tokenFilePath, type Tokens } from './auth/tokens.js';
import { createDashboard } from './server.js';

/** Serves the dashboard until it is told to stop. `tell` gets the lines for the person who started it. */
export async function serveDashboard(config: Config, tell: (line: string) => void): Promise<void> {
  const { dashboard, log: logging } = config.advanced;
  const signals = hearSignals();
  if (signals.isTold()) return;
  // It reads no settings again: its terminal was closed.
  const hungUp = new Promise<void>((resolve) => {
    signals.onHangup(resolve);
  });
  refuseNetwork(config);
  const log = await createLog({
    name: 'dashboard',
    level: logging.level,
    folder: logFolderOf(config),
    maxSizeMiB: logging.maxSizeMiB,
    keepDays: logging.keepDays,
    console: 'off',
  });
  // In the order of opening; closed the other way round, also when a later one cannot be opened.
  const closers = [() => log.close()];
  try {
    const store = await openConfiguredStore(config);
    closers.push(() => store.close());
    const opened = await openQueues(config, 'producer', log);
    closers.push(() => opened.close());
    const tokens = await loadTokens(config.paths.dataDir);
    const { queues, redis } = opened;
    const server = await createDashboard({ config, store, queues, redis, tokens, log });
    closers.push(async () => {
      await server.close();
    });
    const address = await listen(server, dashboard);
    for (const line of loginLines(address, tokens, config)) tell(line);
    await Promise.race([signals.told, hungUp]);
  } finally {
    for (const close of closers.reverse()) await close();
  }
}

type Dashboard = Config['advanced']['dashboard'];

/** localhost is not private on a login node, a network even less: it has to be asked for by name. */
function refuseNetwork({ advanced: { dashboard } }: Config): void {
  if (dashboard.socket !== null || isLoopback(dashboard.host) || dashboard.allowNetwork) return;
  throw new CrystalqError(
    'CONFIG_INVALID',
    `The dashboard would be open to the network at ${dashboard.host}.`,
    {
      hint: 'Use 127.0.0.1 or a unix socket with an ssh tunnel, or set advanced.dashboard.allowNetwork behind TLS.',
    },
  );
}

async function listen(
  server: Awaited<ReturnType<typeof createDashboard>>,
  { host, port, socket }: Dashboard,
): Promise<string> {
  try {
    if (socket === null) return await server.listen({ host, port });
    await removeDeadSocket(socket);
    const umask = process.umask(0o177);
    await server.listen({ path: socket }).finally(() => process.umask(umask));
    return 'http://localhost:8717';
  } catch (cause) {
    if (cause instanceof CrystalqError) throw cause;
    throw new CrystalqError(
      'CONFIG_INVALID',
      `The dashboard cannot listen at ${socket ?? `${host}:${port}`}.`,
      {
        hint: 'Another program may use the port: --port 0 takes a free one.',
        cause,
      },
    );
  }
}

/** What a killed dashboard left behind goes; a file of another kind, or a socket that somebody serves, stays. */
async function removeDeadSocket(path: string): Promise<void> {
  const found = await lstat(path).catch(() => undefined);
  if (!found) return;
  if (!found.isSocket() || (await answers(path))) {
    const what = found.isSocket() ? 'a socket that another program serves' : 'a file that is no socket';
    throw new CrystalqError('CONFIG_INVALID', `The dashboard cannot listen at ${path}: there is ${what}.`, {
      hint: 'Choose another path for --socket.',
    });
  }
  await rm(path, { force: true });
}

async function answers(path: string): Promise<boolean> {
  const client = connect(path);
  try {
    await once(client, 'connect');
    return true;
  } catch {
    // Nobody listens: that is the answer.
    return false;
  } finally {
    client.destroy();
  }
}

/** The admin's link is not printed: it is seldom needed, and the screen is not the place for it. */
function loginLines(address: string, tokens: Tokens, config: Config): string[] {
  const { socket } = config.advanced.dashboard;
  return [
    ...(socket === null
      ? []
      : [`at the socket ${socket}; from your machine: ssh -L 8717:${socket} <login node>, then port 8717`]),
    `dashboard: ${address}/login?token=${tokens.operator}`,
    `read-only: ${address}/login?token=${tokens.viewer}`,
    `the admin's token is in ${tokenFilePath(config.paths.dataDir)}`,
  ];
}
