import { expect } from 'chai';
import { cancel } from '../../../queues/actions/cancel.js';
import { setResources } from '../../../queues/actions/resources.js';
import { retry } from '../../../queues/actions/restart.js';
import type { AttemptRecord } from '../../../src/workflow/records.js';
import { dyingAt, recording } from '../../support/crash-point.js';
import { byTest, createRig, type Rig, type RigOptions } from '../../support/fault-rig.js';

describe('The deck of the last attempt, with which a step goes on', function () {
  this.timeout(60_000);
  let rig: Rig;
  afterEach(() => rig.close());

  const enqueue = async (options: RigOptions = {}): Promise<void> => {
    rig = await createRig({ materials: 1, workflow: 'OPT', ...options });
    await rig.enqueue();
  };
  /** The attempt is recorded, and its files have not got their names. */
  const dieWithDraftsOf = (ending: string): Promise<void> =>
    rig.startWorker({ store: (port, life) => dyingAt(port, life, 'apply', 'after', recording(ending)) }).died;
  const lastAttempt = async (): Promise<AttemptRecord> => {
    const attempt = (await rig.attempts()).at(-1);
    if (!attempt) throw new Error('no attempt');
    return attempt;
  };

  it('is found as a draft, where its worker died and it was cancelled before another one came', async () => {
    await enqueue();
    await dieWithDraftsOf('-OPT-a1');
    await cancel(rig, { step: 'OPT' }, byTest);
    rig.startWorker();
    expect(await rig.ends()).to.deep.equal({ 'm00 OPT': 'cancelled' });
    await retry(rig, { step: 'OPT' }, byTest);
    expect(await rig.ends()).to.deep.equal({ 'm00 OPT': 'succeeded' });
  });

  it('is found as a draft that recovery has changed, where other resources were asked for meanwhile', async () => {
    await enqueue({ jobEnvironment: { CRYSTALQ_REHEARSAL_FAIL: 'scf@OPT' } });
    await dieWithDraftsOf('-OPT-a2');
    const { deckSha256 } = await lastAttempt();
    await setResources(rig, { step: 'OPT' }, { account: 'other' }, byTest);
    rig.startWorker();
    expect(await rig.ends()).to.deep.equal({ 'm00 OPT': 'succeeded' });
    const { number, deckSha256: now, resources } = await lastAttempt();
    expect([number, now, resources.account]).to.deep.equal([3, deckSha256, 'other']);
  });
});
