import type { JobReport } from '../scheduler.js';
import { exitCodeOf, isoTime } from './parse-jobs.js';
import { readState } from './states.js';

/**
 * One job as `scontrol --oneliner show job ID` prints it, in pairs; a value may hold spaces:
 *
 *   JobId=270 JobName=submit.script UserId=a(1001) ... JobState=COMPLETED Reason=None ... ExitCode=0:0
 *   ... SubmitTime=2023-10-11T11:08:17 ... StartTime=2023-10-11T11:08:17 EndTime=2023-10-11T11:13:17 ...
 */
export function parseControllerJob(text: string, ownUserId: number): JobReport | undefined {
  const value = (key: string): string => new RegExp(`(?:^|\\s)${key}=(\\S*)`).exec(text)?.[1] ?? '';
  const jobId = value('JobId');
  const meaning = readState(value('JobState'), ownUserId);
  if (!/^\d+$/.test(jobId) || meaning.state === '') return undefined;
  const reason = value('Reason');
  return {
    jobId,
    jobName: value('JobName'),
    phase: meaning.phase,
    state: meaning.state,
    reason: reason === '' || reason === 'None' ? null : reason,
    exitCode: exitCodeOf(value('ExitCode')),
    submittedAt: isoTime(value('SubmitTime')),
    startedAt: isoTime(value('StartTime')),
    endedAt: isoTime(value('EndTime')),
    witness: 'queue',
  };
}
