import { expect } from 'chai';
import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { files } from '../../../src/workdir/files.js';
import { digestFile } from '../../../src/workdir/sha256.js';
import { dyingAt, recording } from '../../support/crash-point.js';
import { createRig, notOneJobEach, type Life, type Rig, type RigWorker } from '../../support/fault-rig.js';

const names = ['BAND.labels.json', 'job.sh', 'BAND.d3'];

describe('A worker that dies while the drafts of an attempt get their names', function () {
  this.timeout(60_000);
  const { rename } = files();
  let rig: Rig;
  beforeEach(async () => {
    rig = await createRig({ materials: 1, workflow: 'SP,BAND' });
    await rig.enqueue();
  });
  afterEach(async () => {
    Object.assign(files(), { rename });
    await rig.close();
  });

  const dyingBeforeAllNames = (): RigWorker =>
    rig.startWorker({
      store: (port, life) => dyingAt(port, life, 'apply', 'after', recording('-BAND-a1')),
    });
  const dyingAfter = (name: string): RigWorker => {
    const worker = rig.startWorker();
    dieAfterNaming(worker.life, name);
    return worker;
  };
  /** Nothing comes after the rename of this draft of BAND. */
  function dieAfterNaming(life: Life, name: string): void {
    Object.assign(files(), {
      rename: async (from: string, to: string): Promise<void> => {
        await rename(from, to);
        if (!from.includes('-BAND-a1-') || basename(to) !== name) return;
        Object.assign(files(), { rename });
        life.die();
        await new Promise(() => undefined);
      },
    });
  }

  /** One attempt, with each file under its name and as recorded, and nothing left of its drafts. */
  const isCalculatedAsRecorded = async (): Promise<void> => {
    expect(await rig.ends()).to.deep.equal({ 'm00 SP': 'succeeded', 'm00 BAND': 'succeeded' });
    expect(await notOneJobEach(rig)).to.deep.equal([]);
    const [attempt, ...more] = (await rig.attempts()).filter(({ stepId }) => stepId.endsWith('-BAND'));
    if (!attempt) throw new Error('no attempt');
    expect(more).to.deep.equal([]);
    const recorded = await rig.store.artifacts([attempt.id]);
    const written = recorded.filter(({ path }) => names.includes(path));
    expect(written).to.have.length(names.length);
    for (const { path, sha256 } of written)
      expect(await digestFile(join(attempt.folder, path)), path).to.include({ sha256 });
    expect(readdirSync(attempt.folder).filter((name) => name.startsWith('.'))).to.deep.equal([]);
  };

  it('before any of them is followed by one that submits the attempt with all its files', async () => {
    await dyingBeforeAllNames().died;
    rig.startWorker();
    await isCalculatedAsRecorded();
  });

  for (const name of names)
    it(`after ${name} is followed by one that submits the attempt with all its files`, async () => {
      await dyingAfter(name).died;
      rig.startWorker();
      await isCalculatedAsRecorded();
    });

  it('is followed by one that submits the attempt with all its files, though others died at that, too', async () => {
    await dyingBeforeAllNames().died;
    for (const name of names) await dyingAfter(name).died;
    rig.startWorker();
    await isCalculatedAsRecorded();
  });
});
