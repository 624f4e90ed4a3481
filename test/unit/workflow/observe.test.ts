import { expect } from 'chai';
import type { JobPhase, JobReport } from '../../../src/workflow/job-report.js';
import { observe, type Witnesses } from '../../../src/workflow/observe.js';

const patience = { settleSeconds: 30, lostAfterSeconds: 900 };
const record = (exitCode: number, signal: string | null = null) => ({
  exitCode,
  signal,
  startedAt: '2026-01-01T00:00:00Z',
  endedAt: '2026-01-01T00:10:00Z',
});
const report = (phase: JobPhase, state = phase.toUpperCase()): JobReport => ({
  jobId: '7',
  jobName: 'token',
  phase,
  state,
  reason: null,
  exitCode: 0,
  submittedAt: null,
  startedAt: null,
  endedAt: null,
  witness: 'queue',
});
const nothing: Witnesses = {
  report: undefined,
  isReportComplete: true,
  endRecord: undefined,
  ageSeconds: 60,
  overForSeconds: 0,
};

describe('Witnesses of a job', () => {
  for (const [what, state, witnesses, expected] of [
    ['absence from queue and accounting alone proves nothing', 'queued', nothing, undefined],
    [
      'a job nobody knows for long is lost',
      'queued',
      { ...nothing, ageSeconds: 901 },
      { to: 'ended', state: 'LOST' },
    ],
    [
      'one witness that did not answer loses no job',
      'queued',
      { ...nothing, ageSeconds: 9001, isReportComplete: false },
      undefined,
    ],
    [
      'a clean end record suffices',
      'running',
      { ...nothing, endRecord: record(0) },
      { to: 'ended', state: null },
    ],
    [
      'a failed script waits for the word of the scheduler',
      'running',
      { ...nothing, endRecord: record(9), report: report('running') },
      undefined,
    ],
    [
      'a failed script and the word of the scheduler',
      'running',
      { ...nothing, endRecord: record(9), report: report('outOfMemory', 'OUT_OF_MEMORY') },
      { to: 'ended', state: 'OUT_OF_MEMORY' },
    ],
    [
      'a failed script whose scheduler stays silent',
      'running',
      { ...nothing, endRecord: record(9), overForSeconds: 30 },
      { to: 'ended', state: null },
    ],
    [
      'a failed script whose scheduler was not asked yet, or cannot answer',
      'running',
      { ...nothing, endRecord: record(9), overForSeconds: 3600, isReportComplete: false },
      undefined,
    ],
    [
      'a requeued job waits again, though its first life has left a record',
      'running',
      { ...nothing, endRecord: record(143, 'TERM'), report: report('pending'), overForSeconds: 3600 },
      { to: 'queued', state: 'PENDING' },
    ],
    [
      'a requeued job runs again, though its first life has left a record',
      'queued',
      { ...nothing, endRecord: record(143, 'TERM'), report: report('running'), overForSeconds: 3600 },
      { to: 'running', state: 'RUNNING' },
    ],
    [
      'a script that was warned of its walltime',
      'running',
      { ...nothing, endRecord: record(140, 'USR2'), report: report('failed', 'FAILED') },
      { to: 'ended', state: 'TIMEOUT' },
    ],
    [
      'COMPLETED without an end record waits for slow file systems',
      'running',
      { ...nothing, report: report('completed') },
      undefined,
    ],
    [
      'COMPLETED without an end record for long',
      'running',
      { ...nothing, report: report('completed'), overForSeconds: 31 },
      { to: 'ended', state: 'COMPLETED' },
    ],
    [
      'TIMEOUT is an end without an end record',
      'running',
      { ...nothing, report: report('timeout') },
      { to: 'ended', state: 'TIMEOUT' },
    ],
    [
      'an unmapped state is never an end',
      'running',
      { ...nothing, report: report('unknown', 'NEW_STATE'), ageSeconds: 9001 },
      undefined,
    ],
    [
      'a job starts',
      'queued',
      { ...nothing, report: report('running') },
      { to: 'running', state: 'RUNNING' },
    ],
    [
      'a requeued job waits again',
      'running',
      { ...nothing, report: report('pending') },
      { to: 'queued', state: 'PENDING' },
    ],
    ['nothing new', 'running', { ...nothing, report: report('running') }, undefined],
  ] as [string, 'queued' | 'running', Witnesses, { to: string; state: string | null } | undefined][]) {
    it(what, () => {
      const seen = observe({ state }, witnesses, patience);
      expect(seen && { to: seen.to, state: seen.set.schedulerState }).to.deep.equal(expected);
    });
  }
});
