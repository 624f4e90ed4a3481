import { createLocalScheduler } from '../../src/scheduler/local/local-scheduler.js';
import { jobWith } from './job-examples.js';

/**
 * A process with a local scheduler, for tests that kill it: submits jobs that all run the same body, says their ids,
 * and works until it is killed.
 *   local-worker.ts SPOOL BASE CONCURRENT COUNT BODY
 */
const [spool = '', base = '', concurrent = '1', count = '0', body = 'exit 0'] = process.argv.slice(2);
const scheduler = createLocalScheduler({
  folder: spool,
  concurrentJobs: () => Number(concurrent),
  environment: process.env,
});
scheduler.onEnded((jobId) => console.log(`ended ${jobId}`));
for (let index = 0; index < Number(count); index++) {
  const request = await jobWith(base, body);
  const { jobId } = await scheduler.submit(request);
  console.log(`submitted ${jobId} ${request.jobName}`);
}
console.log('ready');
setInterval(() => undefined, 1000);
