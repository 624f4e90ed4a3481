import { expect } from 'chai';
import { readdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { CrystalqError } from '../../../src/errors/crystalq-error.js';
import { silentLog } from '../../../src/log/log.js';
import type { Change, StepContext, Store } from '../../../src/store/store.js';
import type { JobDeps } from '../../../workers/deps.js';
import { prepareAttempt } from '../../../workers/step/prepare-attempt.js';
import { replaced } from '../../support/crash-point.js';
import { deferred } from '../../support/deferred.js';
import { createRig, notOneJobEach, type Rig } from '../../support/fault-rig.js';
import { rejection } from '../../support/rejection.js';

describe('Deck and script of an attempt that two workers prepare', function () {
  this.timeout(40_000);
  let rig: Rig;
  let context: StepContext;
  beforeEach(async () => {
    rig = await createRig({ materials: 1, workflow: 'SP' });
    await rig.enqueue();
    const [step] = await rig.steps();
    const found = await rig.store.stepContext(step?.id ?? '');
    if (!found) throw new Error('no step');
    context = found;
  });
  afterEach(() => rig.close());

  const depsWith = (store: Store): JobDeps => ({
    store,
    queues: rig.queues,
    config: () => rig.config,
    schedulerOf: () => {
      throw new Error('nothing is submitted here');
    },
    log: silentLog,
    actor: 'worker@test',
    assertInTime: () => undefined,
  });

  /** One that has written, and stands still before it records that. */
  const standing = async () => {
    const hasWritten = deferred<undefined>();
    const goOn = deferred<undefined>();
    const store = replaced(rig.store, 'apply', async (call) => {
      hasWritten.resolve(undefined);
      await goOn.promise;
      return call();
    });
    const done = prepareAttempt(depsWith(store), context, undefined);
    await hasWritten.promise;
    return {
      goOn: () => {
        goOn.resolve(undefined);
        return done;
      },
    };
  };

  const isCalculatedAsPrepared = async (): Promise<void> => {
    const [before] = await rig.attempts();
    rig.startWorker();
    expect(await rig.ends()).to.deep.equal({ 'm00 SP': 'succeeded' });
    expect((await rig.attempts()).map(({ token }) => token)).to.deep.equal([before?.token]);
    expect(await notOneJobEach(rig)).to.deep.equal([]);
  };

  it('are those of the one that was recorded first, though the other one wrote last', async () => {
    const first = await standing();
    const second = await standing();
    await first.goOn();
    await second.goOn();
    const [attempt] = await rig.attempts();
    expect(readdirSync(attempt?.folder ?? '').sort()).to.deep.equal(['SP.d12', 'job.sh']);
    await isCalculatedAsPrepared();
  });

  it('are left alone by one that comes back long after it read the records', async () => {
    await prepareAttempt(depsWith(rig.store), context, undefined);
    await prepareAttempt(depsWith(rig.store), context, undefined);
    await isCalculatedAsPrepared();
  });

  it('are put in place by the submission where their worker died before it did', async () => {
    const died = new Error('died');
    const dying = replaced(rig.store, 'apply', async (call) => {
      await call();
      throw died;
    });
    const thrown = await prepareAttempt(depsWith(dying), context, undefined).catch((error: unknown) => error);
    expect(thrown).to.equal(died);
    await isCalculatedAsPrepared();
  });

  const namesInFolder = async (): Promise<string[]> => {
    const [attempt] = await rig.attempts();
    return readdirSync(attempt?.folder ?? '').sort();
  };
  /** A store that records nothing, for this reason. */
  const failing = (code: 'STORE_LOCKED' | 'STORE_UNREACHABLE'): Store =>
    replaced(rig.store, 'apply', () => Promise.reject(new CrystalqError(code, 'not now')));

  it('leave nothing where the store was locked and nothing was recorded', async () => {
    let folder = '';
    const store = replaced(failing('STORE_LOCKED'), 'apply', (call, [changes]) => {
      for (const change of changes as Change[])
        if (change.kind === 'newAttempt') folder = change.attempt.folder;
      expect(readdirSync(folder)).to.have.length(2);
      return call();
    });
    const error = await rejection(prepareAttempt(depsWith(store), context, undefined));
    expect(error.code).to.equal('STORE_LOCKED');
    expect(readdirSync(folder)).to.deep.equal([]);
  });

  it('stay as drafts where nobody knows whether they are recorded, until the attempt is', async () => {
    await rejection(prepareAttempt(depsWith(failing('STORE_UNREACHABLE')), context, undefined));
    await prepareAttempt(depsWith(rig.store), context, undefined);
    expect(await namesInFolder()).to.deep.equal(['SP.d12', 'job.sh']);
    await isCalculatedAsPrepared();
  });

  it('stay where the run of the other one has begun', async () => {
    await prepareAttempt(depsWith(rig.store), context, undefined);
    await isCalculatedAsPrepared();
    const [attempt] = await rig.attempts();
    await prepareAttempt(depsWith(rig.store), context, undefined);
    const folder = attempt?.folder ?? '';
    expect(readdirSync(folder)).to.include.members(['SP.out', 'claim', 'end.json']);
    expect(readdirSync(dirname(folder)).filter((name) => name.includes('before'))).to.deep.equal([]);
  });
});
