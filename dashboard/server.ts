import cookie from '@fastify/cookie';
import formbody from '@fastify/formbody';
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import type { Redis } from 'ioredis';
import type { Queues } from '../queues/queues.js';
import type { Config } from '../src/config/config.js';
import type { Log } from '../src/log/log.js';
import type { Store } from '../src/store/store.js';
import { installActions } from './actions.js';
import { answerErrors } from './answer-errors.js';
import { installGuard } from './auth/guard.js';
import type { Tokens } from './auth/tokens.js';
import { mountBullBoards } from './bull-board.js';
import { readHealth } from './health/health.js';
import { createMetrics } from './health/metrics.js';
import { batchPage } from './pages/batch.js';
import { errorsPage } from './pages/errors.js';
import { homePage } from './pages/home.js';
import { renderPage, type Page } from './pages/layout.js';
import { materialPage } from './pages/material.js';
import { stepPage } from './pages/step.js';

export interface DashboardDeps {
  readonly config: Config;
  readonly store: Store;
  readonly queues: Queues;
  readonly redis: Redis;
  readonly tokens: Tokens;
  readonly log: Log;
}

/** The web server: our pages, Bull Board, health and metrics, all behind the guard. */
export async function createDashboard(deps: DashboardDeps): Promise<FastifyInstance> {
  const { config, store, queues } = deps;
  const server = fastify({ logger: false, bodyLimit: 1024 * 1024, routerOptions: { maxParamLength: 300 } });
  server.decorateRequest('role', 'viewer');
  await server.register(cookie);
  await server.register(formbody);
  installGuard(server, { tokens: deps.tokens, sessionSeconds: config.advanced.dashboard.sessionSeconds });
  answerErrors(server, deps.log);
  logChanges(server, deps.log);

  server.get<ById>('/', async (request, reply) =>
    show(reply, request, await homePage(store, pageNumber(request.query.page))),
  );
  server.get<ById>('/errors', async (request, reply) =>
    show(reply, request, await errorsPage(store, pageNumber(request.query.page))),
  );
  server.get<ById>('/batches/:id', async (request, reply) =>
    show(
      reply,
      request,
      await batchPage(store, config, request.params.id, request.role, pageNumber(request.query.page)),
    ),
  );
  server.get<ById>('/materials/:id', async (request, reply) =>
    show(reply, request, await materialPage(store, request.params.id, request.role)),
  );
  server.get<ById>('/steps/:id', async (request, reply) =>
    show(reply, request, await stepPage(store, config, request.params.id, request.role)),
  );
  server.get('/health', async (_request, reply) => {
    const health = await readHealth(deps);
    return reply.code(health.status === 'broken' ? 503 : 200).send(health);
  });
  if (config.advanced.metrics.enabled) {
    const metrics = createMetrics({ ...deps, windowMaterials: () => config.advanced.windowMaterials });
    server.get('/metrics', async (_request, reply) =>
      reply.type('text/plain; version=0.0.4').send(await metrics()),
    );
  }
  installActions(server, { store, queues });
  await mountBullBoards(server, queues);
  return server;
}

interface ById {
  Params: { id: string };
  Querystring: { page?: string };
}

/** 1 for what is no page number; bounded, since databases count in 64 bits and strangers do not. */
const pageNumber = (text: unknown): number =>
  Math.min(1_000_000, Math.max(1, Math.trunc(Number(typeof text === 'string' ? text : 1)) || 1));

/** Who changed what, also in Bull Board, which leaves no trace of its own. */
function logChanges(server: FastifyInstance, log: Log): void {
  server.addHook('onResponse', async ({ method, url, role }, { statusCode }) => {
    if (method === 'GET' || method === 'HEAD') return;
    log.info('change on the dashboard', { method, path: url.split('?')[0], role, statusCode });
  });
}

function show(reply: FastifyReply, request: FastifyRequest, page: Page | undefined): FastifyReply {
  if (!page) {
    reply.callNotFound();
    return reply;
  }
  return reply.type('text/html; charset=utf-8').send(renderPage(page, request.role));
}
