import { CrystalqError } from '../../errors/crystalq-error.js';
import { classifyRefusal } from './refusals.js';
import type { CommandResult } from './run-command.js';

/** What an `sbatch` without a job id in its answer means. */
export function submitError(jobName: string, result: CommandResult): CrystalqError {
  const details = {
    jobName,
    exitCode: result.exitCode,
    stdout: result.stdout.slice(0, 2000),
    stderr: result.stderr.slice(0, 2000),
  };
  if (result.isTimedOut || result.exitCode === null)
    return new CrystalqError('SUBMIT_UNCLEAR', `sbatch gave no answer for ${jobName}.`, { details });
  if (result.exitCode === 0)
    return new CrystalqError(
      'SUBMIT_UNCLEAR',
      `sbatch answered without a job id for ${jobName}: ${quoteShort(result.stdout)}.`,
      { details },
    );
  const { code, hint, about } = classifyRefusal(result.stderr);
  const verb = code === 'SUBMIT_UNCLEAR' ? 'failed for' : 'refused';
  return new CrystalqError(code, `sbatch ${verb} ${jobName}: ${toldBy(result)}.`, {
    details: code === 'SCHEDULER_REFUSED' ? { ...details, about } : details,
    ...(hint === undefined ? {} : { hint }),
  });
}

/** The words of a command that did not work, short. */
export function toldBy({ exitCode, stderr, isTimedOut }: CommandResult): string {
  if (isTimedOut) return 'no answer in time';
  return `${quoteShort(stderr)} (exit ${exitCode ?? 'by signal'})`;
}

const quoteShort = (text: string): string => JSON.stringify(text.trim().slice(0, 300));
