import { expect } from 'chai';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from '../../../src/config/config.js';
import { createRig, type Rig } from '../../support/fault-rig.js';

/** Shorter than any walltime that a configuration may ask for. */
const withWalltime =
  (walltimeSeconds: number) =>
  (config: Config): Config => {
    const clusters = Object.entries(config.clusters).map(([name, profile]) => [
      name,
      {
        ...profile,
        resources: {
          ...profile.resources,
          default: { ...profile.resources['default'], walltimeSeconds },
        },
      },
    ]);
    return { ...config, clusters: Object.fromEntries(clusters) as Config['clusters'] };
  };

describe('An optimisation that runs into its walltime', function () {
  this.timeout(40_000);
  let rig: Rig;
  afterEach(() => rig.close());

  it('is warned, keeps its files, and goes on from them with more time', async () => {
    rig = await createRig({
      scheduler: 'local',
      materials: 1,
      workflow: 'OPT,SP',
      jobEnvironment: { CRYSTALQ_REHEARSAL_FAIL: 'walltime@OPT' },
      config: withWalltime(4),
    });
    rig.startWorker();
    await rig.enqueue();
    expect(await rig.ends()).to.deep.equal({ 'm00 OPT': 'succeeded', 'm00 SP': 'succeeded' });
    const [first, second] = (await rig.attempts()).filter(({ stepId }) => stepId.endsWith('OPT'));
    expect(first).to.include({ failureCode: 'WALLTIME', schedulerState: 'TIMEOUT', exitCode: 140 });
    expect(second).to.include({ verdict: 'succeeded' });
    expect(second?.change).to.include({
      rule: 'more-walltime',
      summary: 'walltime 4 -> 6 s, restart from where it stopped',
    });
    expect(readFileSync(join(second?.folder ?? '', 'OPT.d12'), 'utf8')).to.match(/^RESTART$/m);
    expect(readFileSync(join(second?.folder ?? '', 'job.sh'), 'utf8')).to.contain('OPTINFO.DAT');
  });
});
