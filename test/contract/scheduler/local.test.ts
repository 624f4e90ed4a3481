import { join } from 'node:path';
import { createLocalScheduler } from '../../../src/scheduler/local/local-scheduler.js';
import { describeScheduler } from './describe-scheduler.js';

describeScheduler('local', (folder) => {
  const scheduler = createLocalScheduler({
    folder: join(folder, 'spool'),
    concurrentJobs: () => 4,
    environment: process.env,
  });
  return Promise.resolve({
    scheduler,
    close: () => scheduler.close(),
    shortestWalltimeSeconds: 2,
    patienceMs: 20_000,
  });
});
