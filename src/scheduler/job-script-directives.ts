import { CrystalqError } from '../errors/crystalq-error.js';
import type { JobScriptInput } from './job-script.js';

/** The head of the script. `sbatch` reads the #SBATCH lines; as a plain process they are comments. */
export function renderDirectives({ token, resources, profile }: JobScriptInput): string {
  const options = [
    `--job-name=${token}`,
    // Relative to the job's folder, which the client names; the folder itself may hold `%`, which is a pattern here.
    '--output=job.log',
    '--open-mode=append',
    '--no-requeue',
    `--signal=B:USR2@${warningSeconds(resources.walltimeSeconds)}`,
    `--nodes=${resources.nodes}`,
    `--ntasks=${resources.tasks}`,
    `--cpus-per-task=${resources.cpusPerTask}`,
    `--mem=${Math.ceil(resources.memoryMiB / resources.nodes)}M`,
    `--time=${renderWalltime(resources.walltimeSeconds)}`,
    ...optional('partition', resources.partition),
    ...optional('account', resources.account),
    ...optional('qos', resources.qos),
    ...profile.extraDirectives.map(checkDirective),
  ];
  return ['#!/bin/bash', ...options.map((option) => `#SBATCH ${option}`)].join('\n');
}

/** How long before the walltime the script is told: two minutes, or a tenth of a short one. */
export const warningSeconds = (walltimeSeconds: number): number =>
  Math.max(1, Math.min(120, Math.floor(walltimeSeconds / 10)));

/** `1-02:03:04`; Slurm itself rounds up to minutes. */
export function renderWalltime(seconds: number): string {
  const two = (value: number): string => String(Math.floor(value)).padStart(2, '0');
  const days = Math.floor(seconds / 86_400);
  return `${days}-${two((seconds % 86_400) / 3600)}:${two((seconds % 3600) / 60)}:${two(seconds % 60)}`;
}

function optional(option: string, value: string | null): string[] {
  if (value === null) return [];
  if (!/^[A-Za-z0-9_][A-Za-z0-9_.,@+-]*$/.test(value))
    throw new CrystalqError('SETTINGS_INVALID', `${JSON.stringify(value)} is no name of a ${option}.`);
  return [`--${option}=${value}`];
}

function checkDirective(directive: string): string {
  if (/^--[A-Za-z0-9][^\p{Cc}]*$/u.test(directive)) return directive;
  throw new CrystalqError('SETTINGS_INVALID', `${JSON.stringify(directive)} is no option of sbatch.`);
}
