import { expect } from 'chai';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { retry } from '../../../queues/actions/restart.js';
import { moving, replaced } from '../../support/crash-point.js';
import { byTest, createRig, type Rig, type WorkerParts } from '../../support/fault-rig.js';

let batchId = '';
const inFolderOf = (step: string, name: string) => (rig: Rig) =>
  join(rig.config.paths.workDir, batchId, `${batchId}-0001`, step, name);

/** A store beside which a file of the run folders is lost when that kind of change has been saved. */
const losing =
  (isTime: (changes: unknown) => boolean, pathIn: (rig: Rig) => string, rig: () => Rig) =>
  (port: Parameters<NonNullable<WorkerParts['store']>>[0]) =>
    replaced(port, 'apply', async (call, [changes]) => {
      const answer = await call();
      if (isTime(changes)) rmSync(pathIn(rig()), { force: true });
      return answer;
    });

describe('A step whose recorded files are gone fails with what to do', function () {
  this.timeout(60_000);
  let rig: Rig;
  afterEach(() => rig.close());

  const expectFailure = async (stepName: string, file: string): Promise<void> => {
    await rig.ends();
    const step = (await rig.steps()).find(({ name }) => name === stepName);
    expect(step).to.include({ state: 'failed', failureCode: 'FILE_MISSING' });
    expect(step?.reason).to.contain(`${file} is gone`);
    const [error] = await rig.store.errors({ step: step?.id ?? '', failure: 'FILE_MISSING' }, { limit: 1 });
    expect(error?.hint).to.contain('Rerun the step');
  };

  it('where recovery would have changed its deck', async () => {
    rig = await createRig({
      materials: 1,
      workflow: 'SP',
      jobEnvironment: { CRYSTALQ_REHEARSAL_FAIL: 'scf@SP#1' },
    });
    const store = losing(moving('attempt', 'concluded'), inFolderOf('SP', 'a01/SP.d12'), () => rig);
    rig.startWorker({ store });
    batchId = await rig.enqueue();
    await expectFailure('SP', 'SP.d12');
  });

  it('where somebody retries it', async () => {
    rig = await createRig({
      materials: 1,
      workflow: 'SP',
      jobEnvironment: { CRYSTALQ_REHEARSAL_FAIL: 'scf!@SP' },
      config: (config) => ({ ...config, workflow: { ...config.workflow, recovery: false } }),
    });
    rig.startWorker();
    batchId = await rig.enqueue();
    await rig.ends();
    rmSync(inFolderOf('SP', 'a01/SP.d12')(rig));
    await retry(rig, {}, byTest);
    await expectFailure('SP', 'SP.d12');
  });

  it('where they were handed over to it', async () => {
    rig = await createRig({ materials: 1, workflow: 'OPT,SP' });
    const store = losing(moving('edge', 'delivered'), inFolderOf('SP', 'inputs/OPT.result.json'), () => rig);
    rig.startWorker({ store });
    batchId = await rig.enqueue();
    await expectFailure('SP', 'OPT.result.json');
  });
});
