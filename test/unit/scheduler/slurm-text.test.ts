import { expect } from 'chai';
import { existsSync, readFileSync } from 'node:fs';
import { isJobOver } from '../../../src/scheduler/scheduler.js';
import { createDropGuard } from '../../../src/scheduler/slurm/drop-guard.js';
import { mergeWitnesses } from '../../../src/scheduler/slurm/merge-witnesses.js';
import { parseAccounting, parseQueue, separator } from '../../../src/scheduler/slurm/parse-jobs.js';
import { parseControllerJob } from '../../../src/scheduler/slurm/parse-controller.js';
import { parseSubmit } from '../../../src/scheduler/slurm/parse-submit.js';
import { classifyRefusal } from '../../../src/scheduler/slurm/refusals.js';
import { readState, slurmStates } from '../../../src/scheduler/slurm/states.js';

const line = (...columns: string[]): string => `${columns.join(separator)}\n`;
const queueLine = (jobId: string, state: string, jobName = 'a', reason = 'None'): string =>
  line(jobId, state, '2026-05-01T10:00:00', '2026-05-01T10:00:05', 'N/A', jobName, reason);
const accountingLine = (
  jobId: string,
  state: string,
  exit = '0:0',
  jobName = 'a',
  submitted = '2026-05-01T10:00:00',
): string =>
  line(jobId, state, exit, submitted, '2026-05-01T10:00:05', '2026-05-01T11:00:00', jobName, 'None');
const userId = 1000;

describe('the answer of sbatch', () => {
  const answers: [string, string | undefined][] = [
    ['4711\n', '4711'],
    ['4711;hpc2\n', '4711'],
    ['', undefined],
    ['0\n', undefined],
    ['Submitted batch job 4711\n', undefined],
    ['*** Maintenance on Friday ***\n4711\n', undefined],
    ['4711\n4712\n', undefined],
    ['4711 \u001b[0m', undefined],
    ['47.11\n', undefined],
    ['-4711\n', undefined],
    ['99999999999999999999999\n', undefined],
  ];
  for (const [text, id] of answers) {
    it(`${JSON.stringify(text)} is ${id === undefined ? 'no answer' : `job ${id}`}`, () => {
      expect(parseSubmit(text)).to.equal(id);
    });
  }
});

describe('states of Slurm', () => {
  // "JOB STATE CODES" of squeue(1) and sacct(1), 22.05 and 24.05.
  const named =
    'BOOT_FAIL CANCELLED COMPLETED CONFIGURING COMPLETING DEADLINE FAILED NODE_FAIL OUT_OF_MEMORY PENDING PREEMPTED RUNNING RESV_DEL_HOLD REQUEUE_FED REQUEUE_HOLD REQUEUED RESIZING REVOKED SIGNALING SPECIAL_EXIT STAGE_OUT STOPPED SUSPENDED TIMEOUT LAUNCH_FAILED'.split(
      ' ',
    );

  it('are all in the table', () => {
    expect(slurmStates).to.include.members(named);
  });

  it('are an end only where the job never comes back', () => {
    const over = slurmStates.filter((state) => isJobOver(readState(state, userId).phase));
    expect(over).to.have.members(
      'COMPLETED FAILED TIMEOUT OUT_OF_MEMORY CANCELLED NODE_FAIL BOOT_FAIL LAUNCH_FAILED RECONFIG_FAIL PREEMPTED DEADLINE'.split(
        ' ',
      ),
    );
  });

  for (const word of ['', 'SOMETHING_NEW', 'completed', 'toString', 'CANCELLEDX']) {
    it(`make nothing of ${JSON.stringify(word)}`, () => {
      expect(readState(word, userId).phase).to.equal('unknown');
    });
  }

  it('tell who cancelled a job', () => {
    expect(readState('CANCELLED by 1000', userId)).to.deep.equal({
      phase: 'cancelledByUser',
      state: 'CANCELLED',
      cancelledBy: 1000,
    });
    expect(readState('CANCELLED by 0', userId).phase).to.equal('cancelledByAdmin');
    expect(readState('CANCELLED+', userId)).to.include({ phase: 'cancelledByUser', cancelledBy: null });
  });
});

describe('refusals of sbatch', () => {
  const texts: [string, string][] = [
    ['sbatch: error: Batch job submission failed: Socket timed out on send/recv operation', 'SUBMIT_UNCLEAR'],
    ['sbatch: error: Batch job submission failed: Zero Bytes were transmitted or received', 'SUBMIT_UNCLEAR'],
    ['sbatch: error: Batch job submission failed: Unexpected message received', 'SUBMIT_UNCLEAR'],
    [
      'sbatch: error: Batch job submission failed: Unable to contact slurm controller (receive failure)',
      'SUBMIT_UNCLEAR',
    ],
    [
      'sbatch: error: Batch job submission failed: Unable to contact slurm controller (connect failure)',
      'SCHEDULER_UNREACHABLE',
    ],
    ['sbatch: error: Batch job submission failed: Protocol authentication error', 'SCHEDULER_UNREACHABLE'],
    ['', 'SUBMIT_UNCLEAR'],
    ['Killed', 'SUBMIT_UNCLEAR'],
    [
      "sbatch: error: AssocMaxSubmitJobLimit\nsbatch: error: Batch job submission failed: Job violates accounting/QOS policy (job submit limit, user's size and/or time limits)",
      'SCHEDULER_BUSY',
    ],
    [
      "sbatch: error: QOSMaxWallDurationPerJobLimit\nsbatch: error: Batch job submission failed: Job violates accounting/QOS policy (job submit limit, user's size and/or time limits)",
      'SCHEDULER_REFUSED',
    ],
    [
      'sbatch: error: QOSMaxCpuPerJobLimit\nsbatch: error: Batch job submission failed: Job violates accounting/QOS policy',
      'SCHEDULER_REFUSED',
    ],
    ['sbatch: error: Batch job submission failed: Job violates accounting/QOS policy', 'SCHEDULER_BUSY'],
    ['sbatch: error: Batch job submission failed: Resource temporarily unavailable', 'SCHEDULER_BUSY'],
    ['sbatch: error: RPC rate limit exceeded', 'SCHEDULER_BUSY'],
    [
      'sbatch: error: Batch job submission failed: I/O error writing script/environment to file',
      'SCHEDULER_BUSY',
    ],
    [
      'sbatch: error: Batch job submission failed: Invalid account or account/partition combination specified',
      'SCHEDULER_REFUSED',
    ],
    ['sbatch: error: Batch job submission failed: Invalid qos specification', 'SCHEDULER_REFUSED'],
    [
      'sbatch: error: Memory specification can not be satisfied\nsbatch: error: Batch job submission failed: Requested node configuration is not available',
      'SCHEDULER_REFUSED',
    ],
    ["sbatch: unrecognized option '--bogus'", 'SCHEDULER_REFUSED'],
    ['sbatch: error: Unable to open file job.sh', 'SCHEDULER_REFUSED'],
  ];
  for (const [text, code] of texts) {
    it(`${JSON.stringify(text.slice(0, 90))} is ${code}`, () => {
      expect(classifyRefusal(text).code).to.equal(code);
    });
  }

  const folder = new URL('../../../../shared/data/slurm/', import.meta.url);
  const real: [string, string][] = [
    ['quoted/sbatch_qos_violation.stderr.txt', 'SCHEDULER_BUSY'],
    ['quoted/sbatch_socket_timeout.stderr.txt', 'SUBMIT_UNCLEAR'],
    ['decoded/sbatch_invalid_partition.stderr.txt', 'SCHEDULER_REFUSED'],
  ];
  it('of real clusters are classified, too', function () {
    if (!existsSync(folder)) {
      console.log(`      ${folder.pathname} is not here: real texts are not read`);
      this.skip();
    }
    for (const [file, code] of real)
      expect(classifyRefusal(readFileSync(new URL(file, folder), 'utf8')).code).to.equal(code);
  });
});

describe('tables of jobs', () => {
  it('of the queue are read column by column', () => {
    const { jobs, malformed } = parseQueue(
      queueLine('4711', 'PENDING', 'k3-OPT-a1', '(ReqNodeNotAvail, UnavailableNodes:cs[1|2])'),
      userId,
    );
    expect(malformed).to.deep.equal([]);
    expect(jobs).to.deep.equal([
      {
        jobId: '4711',
        jobName: 'k3-OPT-a1',
        phase: 'pending',
        state: 'PENDING',
        reason: '(ReqNodeNotAvail, UnavailableNodes:cs[1|2])',
        exitCode: null,
        submittedAt: '2026-05-01T10:00:00Z',
        startedAt: '2026-05-01T10:00:05Z',
        endedAt: null,
        witness: 'queue',
      },
    ]);
  });

  const exits: [string, number | null][] = [
    ['0:0', 0],
    ['2:0', 2],
    ['0:9', 137],
    ['1:15', 1],
    ['', null],
    ['x', null],
  ];
  for (const [text, code] of exits) {
    it(`of the accounting read exit ${JSON.stringify(text)} as ${code ?? 'not known'}`, () => {
      expect(parseAccounting(accountingLine('1', 'FAILED', text), userId).jobs[0]?.exitCode).to.equal(code);
    });
  }

  it('leave rows of job steps out and keep tasks of arrays', () => {
    const text = ['7', '7.batch', '7.extern', '7.0', '8_3', '8_[4-9%2]']
      .map((id) => accountingLine(id, 'COMPLETED'))
      .join('');
    const { jobs, malformed } = parseAccounting(text, userId);
    expect(jobs.map(({ jobId }) => jobId)).to.deep.equal(['7', '8_3', '8_[4-9%2]']);
    expect(malformed).to.deep.equal([]);
  });

  const odd = [
    'squeue: warning: something',
    queueLine('x', 'RUNNING').trim(),
    queueLine('1', '').trim(),
    `1${separator}RUNNING`,
    `${queueLine('1', 'RUNNING').trim()}${separator}more`,
  ];
  for (const text of odd) {
    it(`name ${JSON.stringify(text.slice(0, 40))} as a line that is no job and read the others`, () => {
      const { jobs, malformed } = parseQueue(`${text}\n${queueLine('2', 'RUNNING')}`, userId);
      expect(malformed).to.deep.equal([text]);
      expect(jobs.map(({ jobId }) => jobId)).to.deep.equal(['2']);
    });
  }
});

describe('what the controller says about one job', () => {
  const text =
    'JobId=270 JobName=k3-OPT-a1 UserId=a(1001) MCS_label=N/A JobState=FAILED Reason=NonZeroExitCode Dependency=(null) ' +
    'ExitCode=2:0 SubmitTime=2023-10-11T11:08:17 StartTime=2023-10-11T11:08:18 EndTime=2023-10-11T11:13:17 ' +
    'Command=/home/a b/JobState=COMPLETED/job.sh WorkDir=/home/a b';

  it('is read pair by pair', () => {
    expect(parseControllerJob(text, userId)).to.deep.equal({
      jobId: '270',
      jobName: 'k3-OPT-a1',
      phase: 'failed',
      state: 'FAILED',
      reason: 'NonZeroExitCode',
      exitCode: 2,
      submittedAt: '2023-10-11T11:08:17Z',
      startedAt: '2023-10-11T11:08:18Z',
      endedAt: '2023-10-11T11:13:17Z',
      witness: 'queue',
    });
  });

  for (const other of ['', 'slurm_load_jobs error: Invalid job id specified', 'JobId=x JobState=FAILED']) {
    it(`is nothing in ${JSON.stringify(other)}`, () => {
      expect(parseControllerJob(other, userId)).to.equal(undefined);
    });
  }
});

describe('queue and accounting together', () => {
  const asked = [{ jobId: '1', jobName: 'a' }];
  const queue = (...lines: string[]) => parseQueue(lines.join(''), userId).jobs;
  const accounting = (...lines: string[]) => parseAccounting(lines.join(''), userId).jobs;

  it('believe the queue about a job that is open', () => {
    const merged = mergeWitnesses(
      asked,
      queue(queueLine('1', 'RUNNING')),
      accounting(accountingLine('1', 'PENDING')),
    );
    expect(merged.get('1')).to.include({ phase: 'running', witness: 'queue' });
  });

  it('believe the queue when a job was requeued and accounting still has its first end', () => {
    const merged = mergeWitnesses(
      asked,
      queue(queueLine('1', 'PENDING')),
      accounting(accountingLine('1', 'NODE_FAIL')),
    );
    expect(merged.get('1')?.phase).to.equal('pending');
  });

  it('take the details of an end from accounting', () => {
    const merged = mergeWitnesses(
      asked,
      queue(queueLine('1', 'CANCELLED')),
      accounting(accountingLine('1', 'CANCELLED by 0')),
    );
    expect(merged.get('1')).to.include({ phase: 'cancelledByAdmin', witness: 'accounting' });
  });

  it('take the last of several rows of one job', () => {
    const rows = accounting(
      accountingLine('1', 'COMPLETED', '0:0', 'a', '2026-05-01T12:00:00'),
      accountingLine('1', 'NODE_FAIL', '0:0', 'a', '2026-05-01T10:00:00'),
    );
    expect(mergeWitnesses(asked, [], rows).get('1')?.phase).to.equal('completed');
  });

  it('say nothing when whole answers do not have the job, and unknown when they are not whole', () => {
    expect(mergeWitnesses(asked, [], []).size).to.equal(0);
    expect(mergeWitnesses(asked, [], [], false).get('1')?.phase).to.equal('unknown');
  });
});

describe('the guard against sudden emptiness', () => {
  const jobs = Array.from({ length: 10 }, (_, index) => ({ jobId: String(index), jobName: 'a' }));
  const reports = (count: number, state = 'RUNNING') =>
    mergeWitnesses(
      jobs,
      parseQueue(
        jobs
          .slice(0, count)
          .map(({ jobId }) => queueLine(jobId, state))
          .join(''),
        userId,
      ).jobs,
      [],
    );

  it('distrusts the loss of most jobs for three rounds, then accepts it', () => {
    const guard = createDropGuard();
    expect(guard.isCredible(jobs, reports(10))).to.equal(true);
    expect([1, 2, 3, 4].map(() => guard.isCredible(jobs, reports(2)))).to.deep.equal([
      false,
      false,
      false,
      true,
    ]);
  });

  it('has nothing against jobs that go one after another, or that were over', () => {
    const guard = createDropGuard();
    for (const count of [10, 8, 6, 4, 2]) expect(guard.isCredible(jobs, reports(count))).to.equal(true);
    const other = createDropGuard();
    other.isCredible(jobs, reports(10, 'COMPLETED'));
    expect(other.isCredible(jobs, reports(0))).to.equal(true);
  });
});
