import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { FastifyInstance, InjectOptions, LightMyRequestResponse } from 'fastify';
import { cookieNameOf } from '../../../dashboard/auth/login.js';
import type { Role } from '../../../dashboard/auth/roles.js';
import { renderSession } from '../../../dashboard/auth/session.js';
import { loadTokens, type Tokens } from '../../../dashboard/auth/tokens.js';
import { createDashboard } from '../../../dashboard/server.js';
import { openQueues, type OpenedQueues } from '../../../queues/open-queues.js';
import { loadConfig } from '../../../src/config/load-config.js';
import { silentLog } from '../../../src/log/log.js';
import { openStore } from '../../../src/store/open-store.js';
import type { Store } from '../../../src/store/store.js';
import { startRedisProcess, type RedisProcess } from '../../support/redis-process.js';

/** The dashboard on a Redis and a SQLite store of its own. */
export interface DashboardUnderTest {
  readonly server: FastifyInstance;
  readonly store: Store;
  readonly opened: OpenedQueues;
  readonly redis: RedisProcess;
  readonly tokens: Tokens;
  /** The cookie of somebody who has logged in. */
  readonly cookieOf: (role: Role) => string;
  /** Asks as somebody who has logged in, from a page of ours. */
  readonly as: (role: Role, request: InjectOptions) => Promise<LightMyRequestResponse>;
  readonly close: () => Promise<void>;
}

const host = '127.0.0.1:8717';

export async function startDashboard(): Promise<DashboardUnderTest> {
  const folder = await mkdtemp(join(tmpdir(), 'cq-dashboard-'));
  const redis = await startRedisProcess({ args: ['--maxmemory-policy', 'noeviction'] });
  const { config } = await loadConfig({
    env: {},
    cwd: folder,
    home: folder,
    settings: [
      `paths.dataDir=${folder}`,
      `paths.workDir=${join(folder, 'work')}`,
      `advanced.redis.url=redis://127.0.0.1:${redis.port}`,
    ],
  });
  const store = await openStore({ url: pathToFileURL(join(folder, 'store.db')).href });
  const opened = await openQueues(config);
  const tokens = await loadTokens(folder);
  const server = await createDashboard({ config, store, ...opened, tokens, log: silentLog });
  const cookieOf = (role: Role): string =>
    `${cookieNameOf(tokens)}=${renderSession({ role, expiresAt: Math.ceil(Date.now() / 1000) + 60 }, tokens.sessionKey)}`;
  return {
    server,
    store,
    opened,
    redis,
    tokens,
    cookieOf,
    as: (role, request) =>
      server.inject({
        ...request,
        headers: { host, origin: `http://${host}`, cookie: cookieOf(role), ...request.headers },
      }),
    close: async () => {
      await server.close();
      await opened.close().catch(() => {
        // Redis may have been ended by the test: its connection is gone already.
        opened.redis.disconnect();
      });
      await store.close();
      await redis.stop();
      await rm(folder, { recursive: true });
    },
  };
}
