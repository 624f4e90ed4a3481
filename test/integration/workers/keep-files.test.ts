import { expect } from 'chai';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createRig, type Rig } from '../../support/fault-rig.js';

describe('Files that the user wants to keep', function () {
  this.timeout(60_000);
  let rig: Rig | undefined;
  afterEach(() => rig?.close());

  it('come back from the job and are recorded with their checksums', async () => {
    const keepFiles = { default: ['nothing*'], OPT: ['optc00?', 'INPUT', 'job.*'] };
    rig = await createRig({
      materials: 1,
      workflow: 'OPT,SP',
      config: (config) => ({ ...config, workflow: { ...config.workflow, keepFiles } }),
    });
    rig.startWorker();
    await rig.enqueue();
    await rig.ends();
    const attempts = await rig.attempts();
    const kept = (await rig.store.artifacts(attempts.map(({ id }) => id))).filter(
      ({ role }) => role === 'kept',
    );
    expect(kept.map(({ path }) => path)).to.include.members(['OPT.optc001', 'OPT.optc002']);
    for (const { attemptId, path, sizeBytes } of kept) {
      expect(path).to.match(/^OPT\.optc00.$/);
      const attempt = attempts.find(({ id }) => id === attemptId)!;
      expect(await readFile(join(attempt.folder, path))).to.have.length(sizeBytes);
    }
  });
});
