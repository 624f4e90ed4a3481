import type { Command } from 'commander';
import type { Selector } from '../../src/store/store.js';
import { stepMoves } from '../../src/workflow/states.js';
import { oneOfThese } from './checked-options.js';

export interface SelectorOptions {
  readonly batch?: string;
  readonly material?: string;
  readonly step?: string;
  readonly state?: string;
  readonly failure?: string;
}

/** The same selectors on every command that takes a set; all given ones must hold. */
export function addSelectors(command: Command): Command {
  return command
    .option('-b, --batch <id>', 'materials of this batch')
    .option('-m, --material <label>', 'this material: its label, with * as wild card, or its id')
    .option('-s, --step <name>', 'steps of this name (SP2) or type (SP), or one by its id')
    .option('--state <state,...>', 'steps in one of these states')
    .option('--failure <code>', 'failed with this code');
}

/** Of steps: every command with these selectors asks for steps, or for what belongs to them. */
const states = Object.keys(stepMoves);

export const selectorOf = ({ batch, material, step, state, failure }: SelectorOptions): Selector => ({
  ...(batch === undefined ? {} : { batch }),
  ...(material === undefined ? {} : { material }),
  ...(step === undefined ? {} : { step }),
  ...(state === undefined
    ? {}
    : { state: state.split(',').map((one) => oneOfThese('--state', one.trim(), states)) }),
  ...(failure === undefined ? {} : { failure }),
});
