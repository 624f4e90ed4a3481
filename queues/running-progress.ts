import { createProgressReader, type RunProgress } from '../src/crystal/output/progress-reader.js';
import type { StepContext } from '../src/store/store.js';
import { fileIn, outputName } from '../src/workdir/paths.js';
import { readLastBytes } from '../src/workdir/tail.js';

/** Holds some points of an optimisation, and the cycles of any SCF; outputs grow to hundreds of megabytes. */
const tailBytes = 1024 * 1024;

const mayHaveOutput: readonly string[] = ['queued', 'running', 'ended'];

/** How far the running attempt of a step is, from the tail of its output; undefined where there is nothing to tell. */
export async function runningProgress({ step, attempts }: StepContext): Promise<RunProgress | undefined> {
  const last = attempts.at(-1);
  if (!last || !mayHaveOutput.includes(last.state)) return undefined;
  // A folder that cannot be reached right now must not hide what the store knows of the step.
  const text = await readLastBytes(fileIn(last.folder, outputName(step.name)), tailBytes).catch(() => '');
  const reader = createProgressReader();
  reader.push(text);
  const progress = reader.progress();
  return Object.values(progress).some((value) => value !== null && value !== false) ? progress : undefined;
}

/** `point 3, cycle 7, energy -275.448591 hartree, max gradient 0.000031 (limit 0.00045), SHELLXN after 12 s`. */
export function tellProgress(progress: RunProgress): string {
  const { point, cycle, energyHartree, maxGradient, maxGradientThreshold, stage, elapsedSeconds } = progress;
  const limit = maxGradientThreshold === null ? '' : ` (limit ${maxGradientThreshold})`;
  return [
    point !== null && `point ${point}`,
    cycle !== null && `cycle ${cycle}`,
    energyHartree !== null && `energy ${energyHartree.toFixed(6)} hartree`,
    maxGradient !== null && `max gradient ${maxGradient}${limit}`,
    stage !== null && `stage ${stage}`,
    elapsedSeconds !== null && `${elapsedSeconds} s after its start`,
    progress.hasEnded && 'the program has ended',
  ]
    .filter((part) => part !== false)
    .join(', ');
}
