import { describeScheduler } from './describe-scheduler.js';
import { ensureRealSlurm, realSlurmCommands } from '../../support/real-slurm.js';
import { slurmClient } from '../../support/slurm-under-test.js';

describeScheduler('slurm (real)', () => {
  ensureRealSlurm();
  const scheduler = slurmClient(realSlurmCommands);
  return Promise.resolve({
    scheduler,
    close: () => scheduler.close(),
    // Slurm counts minutes and looks every 30 s.
    shortestWalltimeSeconds: 60,
    patienceMs: 200_000,
  });
});
