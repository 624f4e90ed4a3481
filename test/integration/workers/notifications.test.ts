import { expect } from 'chai';
import { cancel } from '../../../queues/actions/cancel.js';
import { eventually } from '../../support/eventually.js';
import { byTest, createRig, type Rig } from '../../support/fault-rig.js';
import { startWebhook, type Webhook } from '../../support/webhook.js';

describe('Notifications of a campaign', function () {
  this.timeout(60_000);
  let rig: Rig | undefined;
  let hook: Webhook;
  beforeEach(async () => (hook = await startWebhook(200)));
  afterEach(async () => {
    await rig?.close();
    await hook.close();
  });

  it('tell that a batch is settled whose last material was cancelled before it came into the window', async () => {
    rig = await createRig({
      materials: 3,
      workflow: 'SP',
      config: (config) => ({
        ...config,
        advanced: {
          ...config.advanced,
          notifications: { kinds: ['batchSettled'], webhookUrl: hook.url },
        },
      }),
    });
    const batchId = await rig.enqueue();
    await cancel({ store: rig.store, queues: rig.queues }, { batch: batchId }, byTest);
    expect((await rig.store.batch(batchId))?.state).to.equal('settled');
    // There was no worker until now: it is told when there is one, and once.
    rig.startWorker();
    await eventually('people to be told', () => hook.received.length > 0);
    await cancel({ store: rig.store, queues: rig.queues }, { batch: batchId }, byTest);
    await eventually(
      'nothing to be left to do',
      async () => (await rig?.queues.byName.system.getJobCounts('waiting', 'active'))?.['waiting'] === 0,
    );
    expect(hook.received.map(({ kind, text }) => [kind, text])).to.deep.equal([
      ['batchSettled', hook.received[0]?.['text']],
    ]);
    expect(hook.received[0]?.['text']).to.include('3 cancelled').and.include(batchId);
  });

  it('tell once that a batch is settled, however many materials and workers settle it', async () => {
    rig = await createRig({
      materials: 6,
      workflow: 'SP',
      config: (config) => ({
        ...config,
        advanced: {
          ...config.advanced,
          notifications: { kinds: ['batchSettled', 'materialFailed'], webhookUrl: hook.url },
        },
      }),
    });
    rig.startWorker();
    rig.startWorker();
    const batchId = await rig.enqueue();
    await rig.ends();
    await eventually('the webhook to be called', () => Promise.resolve(hook.received.length > 0), 10_000);
    await eventually(
      'all materials to be settled',
      async () => ((await rig?.store.counts())?.materials.succeeded ?? 0) === 6,
      10_000,
    );
    await rig.close();
    rig = undefined;
    expect(hook.received.map(({ kind, text }) => [kind, text])).to.deep.equal([
      ['batchSettled', hook.received[0]?.['text']],
    ]);
    expect(hook.received[0]?.['text']).to.include('6 succeeded').and.include(batchId);
  });
});
