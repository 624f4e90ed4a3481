import { expect } from 'chai';
import type { Config } from '../../../src/config/config.js';
import { CrystalqError } from '../../../src/errors/crystalq-error.js';
import { silentLog, type Log } from '../../../src/log/log.js';
import type { Change, Store } from '../../../src/store/store.js';
import { createClusterWatch } from '../../../workers/notify/cluster-watch.js';
import { notificationsPosted, notify, type Notification } from '../../../workers/notify/notify.js';
import { diskFull } from '../../../workers/halts/disk-halt.js';
import { tellDiskFull, tellStoreDisk } from '../../../workers/notify/tell-disk-full.js';
import { builtInConfig } from '../../support/built-in-config.js';
import { startWebhook, type Webhook } from '../../support/webhook.js';

type Kinds = Config['advanced']['notifications']['kinds'];

const notification: Notification = {
  kind: 'batchSettled',
  severity: 'low',
  title: 'Batch x is settled',
  text: 'Batch x: 3 succeeded.',
  batchId: null,
  materialId: null,
};

describe('Notifications', () => {
  let hook: Webhook | undefined;
  let built: Config;
  before(async () => (built = await builtInConfig()));
  afterEach(async () => {
    await notificationsPosted();
    await hook?.close();
    hook = undefined;
  });

  /** Workers of one store: what is held by one is not given to another. */
  function createWorld(webhookUrl: string | null, isStoreAway = false, storeUrl: string | null = null) {
    const rows: string[] = [];
    const lines: string[] = [];
    const leases = new Map<string, string>();
    const notifications = {
      kinds: ['batchSettled', 'clusterTrouble', 'diskFull'] satisfies Kinds as Kinds,
      webhookUrl,
    };
    const advanced = { ...built.advanced, notifications, store: { ...built.advanced.store, url: storeUrl } };
    const config = { ...built, advanced };
    const store = {
      apply: (changes: readonly Change[]) => {
        if (isStoreAway) return Promise.reject(new Error('store away'));
        for (const change of changes)
          if (change.kind === 'notification') rows.push(change.notification.title);
        return Promise.resolve({ applied: true });
      },
      acquireLease: (name: string, holder: string) => {
        const held = leases.get(name) ?? holder;
        leases.set(name, held);
        return Promise.resolve(held === holder ? { fence: 1 } : undefined);
      },
      releaseLease: (name: string) => Promise.resolve(void leases.delete(name)),
    } as unknown as Store;
    const line = (message: string, fields: object = {}): void =>
      void lines.push(`${message} ${JSON.stringify(fields)} ${Object.values(fields).map(String).join(' ')}`);
    const log: Log = { ...silentLog, debug: line, info: line, warn: line, error: line };
    return { rows, lines, worker: (actor: string) => ({ store, config: () => config, log, actor }) };
  }

  it('go to the store and as JSON to the webhook', async () => {
    hook = await startWebhook(204);
    const world = createWorld(hook.url);
    await notify(world.worker('w1'), notification);
    await notificationsPosted();
    expect(world.rows).to.deep.equal(['Batch x is settled']);
    expect(hook.received).to.have.length(1);
    expect(hook.received[0]).to.include(notification).and.to.have.property('at');
    expect(world.lines).to.deep.equal([]);
  });

  it('are only those that are wanted', async () => {
    hook = await startWebhook(204);
    const world = createWorld(hook.url);
    await notify(world.worker('w1'), { ...notification, kind: 'materialFailed' });
    await notificationsPosted();
    expect([world.rows, hook.received]).to.deep.equal([[], []]);
  });

  it('never fail the work, nor tell the address of the webhook', async () => {
    for (const status of [500, 302]) {
      hook = await startWebhook(status);
      const world = createWorld(hook.url, status === 302);
      await notify(world.worker('w1'), notification);
      await notificationsPosted();
      expect(world.lines.join())
        .to.include('webhook did not take')
        .and.not.match(/secret|127\.0\.0\.1/);
      await hook.close();
      await notify(world.worker('w1'), notification);
      await notificationsPosted();
      expect(world.lines.join())
        .to.include('ECONNREFUSED')
        .and.not.match(/secret|127\.0\.0\.1/);
    }
  });

  it('do not hold the work up when the webhook never answers', async function () {
    this.timeout(8_000);
    hook = await startWebhook(undefined);
    const world = createWorld(hook.url);
    const start = performance.now();
    await notify(world.worker('w1'), notification);
    expect(performance.now() - start).to.be.below(2_000);
    await notificationsPosted();
    expect(world.lines.join()).to.include('no answer within 5 s');
  });

  it('tell an outage once, by one worker, and when it is over', async () => {
    const world = createWorld(null);
    const watches = ['w1', 'w2'].map((actor) => ({
      worker: world.worker(actor),
      watch: createClusterWatch(),
    }));
    const away = new CrystalqError('SCHEDULER_UNREACHABLE', 'squeue timed out.');
    const [first] = watches;
    await first!.watch.failed(first!.worker, 'hpc', away);
    expect(world.rows, 'one silent question').to.deep.equal([]);
    for (let round = 0; round < 3; round++)
      for (const { watch, worker } of watches) await watch.failed(worker, 'hpc', away);
    for (let round = 0; round < 2; round++)
      for (const { watch, worker } of watches) await watch.answered(worker, 'hpc');
    const once = ['Cluster hpc does not answer', 'Cluster hpc answers again'];
    expect(world.rows).to.deep.equal(once);
    for (let round = 0; round < 2; round++)
      for (const { watch, worker } of watches) await watch.failed(worker, 'hpc', away);
    expect(world.rows).to.deep.equal([...once, once[0]]);
  });

  for (const [where, url, told] of [
    // Its file system has no blocks at all.
    ['nearly full', 'file:///proc/crystalq.db', 1],
    ['far from full', 'file:///tmp/crystalq.db', 0],
    ['that of PostgreSQL', 'postgresql://ada@host/crystalq', 0],
  ] as const)
    it(`tell ${told === 0 ? 'nothing of' : 'once in a while of'} the disk of the store where it is ${where}`, async () => {
      const world = createWorld(null, false, url);
      for (const actor of ['w1', 'w2', 'w1']) await tellStoreDisk(world.worker(actor));
      expect(world.rows).to.deep.equal(Array(told).fill('The disk of the store is nearly full'));
    });

  it('tell a full disk once in a while', async () => {
    const world = createWorld(null);
    for (const actor of ['w1', 'w1', 'w2'])
      await tellDiskFull(world.worker(actor), diskFull('Could not write x: ENOSPC.'));
    expect(world.rows).to.deep.equal(['A disk or quota is full']);
  });
});
