import { readFort25 } from '../crystal/files/fort25.js';
import { mapResults } from '../crystal/files/results.js';
import { EchgParams, echgDeck } from '../crystal/d3/steps/echg.js';
import { defineStep } from './define-step.js';
import { errorFile, plotFile } from './shared/kept-files.js';
import { propertyStepDeck } from './shared/property-deck.js';

/** Charge density on a plane (ECHG). */
export const echg = defineStep({
  type: 'ECHG',
  title: 'charge density map',
  program: 'properties',
  expects: 'properties',
  needs: 'wavefunction',
  provides: [],
  wavefunctionAs: 'fort.9',
  settings: EchgParams,
  deck: (inputs, params) => propertyStepDeck(inputs, (run) => echgDeck(run, params)),
  results: async ({ read }) => {
    const blocks = await read(plotFile, readFort25);
    return blocks ? mapResults(blocks, 'fort.25') : [];
  },
  keeps: [{ ...plotFile, required: true }, errorFile],
});
