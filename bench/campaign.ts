/**
 * `npm run bench:campaign`: 100 materials x (OPT -> SP -> {BAND, DOSS}) = 400 jobs that do nothing, on the Slurm of this
 * machine beside a plain loop of 400 sbatch calls, and on the local scheduler. `--json` prints one object,
 * `--local` leaves Slurm out.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { runCampaign, type CampaignResult } from './no-op/run-campaign.js';
import { makeOutputs } from './no-op/make-outputs.js';
import { plainLoop } from './no-op/plain-loop.js';
import { checkSlurmAnswers } from './no-op/slurm-answers.js';

const materials = 100;
const jobs = 4 * materials;

const { json: isJson, local: isLocalOnly } = readFlags();
if (!isLocalOnly) orEnd(1, checkSlurmAnswers);
const folder = mkdtempSync(join(tmpdir(), 'cq-bench-'));
const say = (text: string): void => {
  if (!isJson) process.stdout.write(`${text}\n`);
};

try {
  makeOutputs(join(folder, 'outputs'));
  const local = await runCampaign({ folder, materials, scheduler: 'local' });
  say(
    `local: ${jobs} steps in ${local.seconds.toFixed(1)} s, ${(jobs / local.seconds).toFixed(0)} steps/s (goal 120); ${processorWords(local)}`,
  );
  const slurm = isLocalOnly ? undefined : await onSlurm();
  if (isJson) {
    const result = {
      floorSeconds: slurm?.floorSeconds ?? null,
      campaignSeconds: slurm?.campaign.seconds ?? null,
      ratio: slurm ? slurm.campaign.seconds / slurm.floorSeconds : null,
      calls: slurm?.campaign.calls ?? {},
      localStepsPerSecond: jobs / local.seconds,
    };
    process.stdout.write(`${JSON.stringify(result)}\n`);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function onSlurm(): Promise<{ floorSeconds: number; campaign: CampaignResult }> {
  const floorSeconds = await plainLoop(folder, jobs);
  say(`plain loop: ${jobs} sbatch calls and their jobs in ${floorSeconds.toFixed(1)} s`);
  const campaign = await runCampaign({ folder, materials, scheduler: 'slurm' });
  const calls = Object.entries(campaign.calls).map(([name, count]) => `${name} ${count}`);
  say(
    `campaign: ${campaign.seconds.toFixed(1)} s, ratio ${(campaign.seconds / floorSeconds).toFixed(2)} (goal 1.5); calls: ${calls.join(', ')}; ${processorWords(campaign)}`,
  );
  return { floorSeconds, campaign };
}

function readFlags(): { json: boolean; local: boolean } {
  const options = {
    json: { type: 'boolean', default: false },
    local: { type: 'boolean', default: false },
  } as const;
  return orEnd(
    2,
    () => parseArgs({ options }).values,
    '\nFlags: --json (print one object), --local (leave Slurm out).',
  );
}

/** What `work` gives; where it throws, one message in place of a stack, and the end of the process. */
function orEnd<T>(exitCode: number, work: () => T, more = ''): T {
  try {
    return work();
  } catch (thrown) {
    process.stderr.write(`${thrown instanceof Error ? thrown.message : String(thrown)}${more}\n`);
    process.exit(exitCode);
  }
}

function processorWords({ processor: { worker, children, enqueue } }: CampaignResult): string {
  const perStep = (seconds: number): string => ((seconds / jobs) * 1000).toFixed(0);
  return `processor time a step: worker ${perStep(worker)} ms, its children ${perStep(children)} ms, enqueue ${perStep(enqueue)} ms`;
}
