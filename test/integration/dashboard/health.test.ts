import { Worker } from 'bullmq';
import { expect } from 'chai';
import type { Health } from '../../../dashboard/health/health.js';
import { createMetrics } from '../../../dashboard/health/metrics.js';
import { allQueues } from '../../../queues/names.js';
import { eventually } from '../../support/eventually.js';
import { by, createAttempt, createBatch, createMaterial } from '../../support/store-examples.js';
import { startDashboard, type DashboardUnderTest } from './dashboard-under-test.js';

const isOver = {
  kind: 'disk',
  cluster: null,
  batchId: 'b1',
  resources: null,
  code: 'DISK_FULL',
  message: 'Full.',
  hint: 'Free space.',
} as const;

describe('Health and metrics', () => {
  let dashboard: DashboardUnderTest;

  beforeEach(async () => {
    dashboard = await startDashboard();
  });

  afterEach(async () => {
    await dashboard.close();
  });

  const health = async (): Promise<{ statusCode: number; health: Health }> => {
    const answer = await dashboard.server.inject({ url: '/health' });
    return { statusCode: answer.statusCode, health: answer.json<Health>() };
  };

  it('is degraded without workers, and ok with one on every queue', async () => {
    const before = await health();
    expect(before.statusCode).to.equal(200);
    expect(before.health).to.include({ status: 'degraded', workers: 0 });
    expect(before.health.findings.join()).to.contain('crystalq worker');
    const { byName } = dashboard.opened.queues;
    const connection = { port: dashboard.redis.port };
    const workers = allQueues.map(
      (name) =>
        new Worker(byName[name].name, () => Promise.resolve(), {
          connection,
          prefix: byName[name].opts.prefix ?? 'bull',
        }),
    );
    await eventually('all workers to be seen', async () => (await health()).health.status === 'ok');
    await Promise.all(workers.map((worker) => worker.close()));
  });

  it('is degraded while submissions are halted; only those who log in are told which', async () => {
    await dashboard.store.openHalt({
      id: 'submission hpc',
      kind: 'submission',
      cluster: 'hpc',
      batchId: null,
      resources: { account: 'secret-project' },
      code: 'SCHEDULER_REFUSED',
      message: 'Invalid account secret-project.',
      hint: 'Correct it.',
    });
    await dashboard.store.openHalt({ ...isOver, id: 'disk b1' });
    await dashboard.store.closeHalt('disk b1');
    const { statusCode, health: found } = await health();
    expect(statusCode).to.equal(200);
    expect(found.status).to.equal('degraded');
    expect(found.findings.join()).to.contain('crystalq status').and.not.contain('secret-project');
    const { body: metrics } = await dashboard.as('viewer', { url: '/metrics' });
    expect(metrics)
      .to.contain('crystalq_halts{kind="submission"} 1')
      .and.to.contain('crystalq_halts{kind="disk"} 0');
    const { body: home } = await dashboard.as('viewer', { url: '/' });
    expect(home).to.contain('submissions to hpc are halted').and.to.contain('Invalid account secret-project');
  });

  it('is degraded when a poll was due long ago', async () => {
    const { system } = dashboard.opened.queues.byName;
    await system.upsertJobScheduler(
      'poll-here',
      { every: 1000, startDate: Date.now() - 3_600_000 },
      { name: 'poll' },
    );
    const [entry] = await system.getJobSchedulers(0, 1);
    const key = system.toKey('repeat');
    await dashboard.opened.redis.zadd(key, Date.now() - 3_600_000, entry?.key ?? '');
    expect((await health()).health.findings).to.include('nobody looks at the scheduler');
  });

  it('is broken, with 503, when Redis is gone; metrics say so and still tell of the store', async () => {
    await dashboard.store.beginBatch(createBatch('b1'), by);
    await dashboard.store.addMaterials('b1', [createMaterial('b1', 1)], by);
    await dashboard.redis.stop();
    const { statusCode, health: found } = await health();
    expect(statusCode).to.equal(503);
    expect(found).to.deep.include({ status: 'broken', redis: { ok: false, memoryShare: null } });
    const { body } = await dashboard.as('viewer', { url: '/metrics' });
    expect(body).to.contain('crystalq_up{part="redis"} 0').and.to.contain('crystalq_up{part="store"} 1');
    expect(body).to.contain('crystalq_materials{state="pending"} 1');
  });

  it('metrics that are asked for again at once are those of before', async () => {
    const scrape = async () => (await dashboard.as('viewer', { url: '/metrics' })).body;
    const first = await scrape();
    await dashboard.store.beginBatch(createBatch('b1'), by);
    await dashboard.store.addMaterials('b1', [createMaterial('b1', 1)], by);
    expect(await scrape()).to.equal(first);
  });

  it('metrics no longer tell of a state that nothing is in any more', async () => {
    const { store, opened } = dashboard;
    let nowMs = 0;
    const scrape = createMetrics({ store, ...opened, windowMaterials: () => 10 }, () => nowMs);
    await store.beginBatch(createBatch('b1'), by);
    await store.addMaterials('b1', [createMaterial('b1', 1)], by);
    await store.apply([{ kind: 'batch', id: 'b1', to: 'open' }], by);
    expect(await scrape()).to.contain('crystalq_materials{state="pending"} 1');
    await store.releaseMaterials(1, by);
    nowMs += 60_000;
    expect(await scrape())
      .to.contain('crystalq_materials{state="released"} 1')
      .and.not.contain('crystalq_materials{state="pending"}');
  });

  it('metrics tell materials, steps, queues, window and memory to who brings a token', async () => {
    await dashboard.store.beginBatch(createBatch('b1'), by);
    await dashboard.store.addMaterials(
      'b1',
      [1, 2, 3].map((position) => createMaterial('b1', position)),
      by,
    );
    await dashboard.store.apply([{ kind: 'batch', id: 'b1', to: 'open' }], by);
    await dashboard.store.releaseMaterials(1, by);
    await dashboard.store.apply([{ kind: 'newAttempt', attempt: createAttempt('b1-0001', 'OPT') }], by);
    await dashboard.store.apply(
      [{ kind: 'step', id: 'b1-0003-OPT', to: 'failed', set: { failureCode: 'OOM' } }],
      by,
    );
    await dashboard.opened.queues.request({ v: 1, task: 'release' });
    for (let time = 0; time < 3; time += 1) await dashboard.opened.queues.countHeldBack('hpc', 'room');
    const { statusCode, headers, body } = await dashboard.server.inject({
      url: '/metrics',
      headers: { authorization: `Bearer ${dashboard.tokens.viewer}` },
    });
    expect(statusCode).to.equal(200);
    expect(headers['content-type']).to.contain('text/plain; version=0.0.4');
    for (const line of [
      'crystalq_materials{state="pending"} 2',
      'crystalq_materials{state="released"} 1',
      'crystalq_steps{type="OPT",state="waiting"} 2',
      'crystalq_attempts{state="prepared"} 1',
      'crystalq_failures{code="OOM"} 1',
      'crystalq_window_use_ratio 0.002',
      'crystalq_redis_memory_bytes{kind="max"} 0',
      'crystalq_queue_jobs{queue="system",state="waiting"} 1',
      'crystalq_queue_workers{queue="run"} 0',
      'crystalq_up{part="redis"} 1',
      'crystalq_submissions_held_back{cluster="hpc",reason="room"} 3',
    ]) {
      expect(body).to.contain(line);
    }
    expect(Number(/crystalq_redis_memory_bytes{kind="used"} (\d+)/.exec(body)?.[1])).to.be.greaterThan(1e5);
  });
});
