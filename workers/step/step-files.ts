import { stepFileName } from '../../src/workdir/paths.js';
export { outputName } from '../../src/workdir/paths.js';
import type { StepDefinition } from '../../src/steps/define-step.js';

/** Names of the files in a run folder, by what they are. */
export const deckName = (stepName: string, definition: StepDefinition): string =>
  stepFileName(stepName, definition.program === 'crystal' ? 'd12' : 'd3');
export const resultName = (stepName: string): string => stepFileName(stepName, 'result.json');
export const keptName = (stepName: string, suffix: string): string => stepFileName(stepName, suffix);
