import type { Job } from 'bullmq';
import { expect } from 'chai';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Change } from '../../../src/store/store.js';
import type { AttemptRecord } from '../../../src/workflow/records.js';
import type { WorkerDeps } from '../../../workers/deps.js';
import { lookUp } from '../../../workers/run/look-up.js';
import { silentLog } from '../../../src/log/log.js';
import { builtInConfig } from '../../support/built-in-config.js';
import { temporaryFolder, type TemporaryFolder } from '../../support/temporary-folder.js';

describe('The look-up of a submission that is unclear', () => {
  let folder: TemporaryFolder;
  beforeEach(async () => {
    folder = await temporaryFolder('look-up');
  });
  afterEach(() => folder.remove());

  /** What it does where the scheduler knows these jobs by name, and the run folder says `claim`. */
  async function outcome(known: readonly string[], claim?: string) {
    if (claim !== undefined) writeFileSync(join(folder.path, 'claim'), claim);
    const config = await builtInConfig();
    const changes: Change[] = [];
    const cancelled: string[] = [];
    const job = { data: {}, updateData: () => Promise.resolve() } as unknown as Job;
    const deps = {
      log: silentLog,
      config: () => config,
      actor: 'test',
      schedulerOf: () => ({
        kind: 'slurm',
        findByName: () => Promise.resolve({ jobs: known.map((jobId) => ({ jobId })), complete: true }),
        cancel: (ids: readonly string[]) => Promise.resolve(void cancelled.push(...ids)),
      }),
      store: {
        apply: (applied: readonly Change[]) => {
          changes.push(...applied);
          return Promise.resolve({ applied: true });
        },
      },
    } as unknown as WorkerDeps;
    const attempt = {
      id: 'a',
      token: 'k-0001-OPT-a1-5f2c',
      cluster: 'hpc',
      folder: folder.path,
      intentAt: '2026-05-01T10:00:00Z',
    } as AttemptRecord;
    await lookUp(deps, attempt, job);
    const adopted = changes.flatMap((change) =>
      change.kind === 'attempt' ? [change.carrier?.schedulerJobId] : [],
    );
    return { adopted, cancelled };
  }

  const cases: [string, readonly string[], string | undefined, { adopted: string[]; cancelled: string[] }][] =
    [
      ['adopts the job of its name', ['296'], undefined, { adopted: ['296'], cancelled: [] }],
      [
        'adopts the job that claimed the run folder, though the scheduler has lost it',
        [],
        'k-0001-OPT-a1-5f2c 296 cn07\n',
        { adopted: ['296'], cancelled: [] },
      ],
      [
        'adopts of several jobs the one that claimed the run folder: the others end by themselves when they start',
        ['296', '331'],
        'k-0001-OPT-a1-5f2c 331 cn07\n',
        { adopted: ['331'], cancelled: [] },
      ],
      [
        'adopts the first of several jobs that have not begun, and ends the others',
        ['296', '331'],
        undefined,
        { adopted: ['296'], cancelled: ['331'] },
      ],
      ['takes no word from a claim that is half written', [], 'k-0001-OPT', { adopted: [], cancelled: [] }],
      [
        'takes no word from the claim of another attempt',
        [],
        'k-0001-OPT-a1-ffff 296 cn07\n',
        { adopted: [], cancelled: [] },
      ],
      ['adopts nothing where there is nothing', [], undefined, { adopted: [], cancelled: [] }],
    ];
  for (const [title, known, claim, expected] of cases)
    it(title, async () => {
      expect(await outcome(known, claim)).to.deep.equal(expected);
    });
});
