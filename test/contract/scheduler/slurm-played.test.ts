import { describeScheduler } from './describe-scheduler.js';
import { startFakeSlurm } from '../../support/fake-slurm/fake-slurm.js';
import { slurmClient } from '../../support/slurm-under-test.js';

describeScheduler('slurm (played)', async (folder) => {
  const slurm = await startFakeSlurm({ folder, concurrentJobs: 4, minuteMs: 2000 });
  const scheduler = slurmClient(slurm.commands);
  return {
    scheduler,
    close: async () => {
      await scheduler.close();
      await slurm.close();
    },
    shortestWalltimeSeconds: 60,
    patienceMs: 20_000,
  };
});
