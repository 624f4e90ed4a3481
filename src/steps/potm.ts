import { readFort25 } from '../crystal/files/fort25.js';
import { mapResults } from '../crystal/files/results.js';
import { PotmParams, potmDeck } from '../crystal/d3/steps/potm.js';
import { defineStep } from './define-step.js';
import { errorFile, plotFile } from './shared/kept-files.js';
import { propertyStepDeck } from './shared/property-deck.js';

/** Electrostatic potential on a plane (POTM). */
export const potm = defineStep({
  type: 'POTM',
  title: 'potential map',
  program: 'properties',
  expects: 'properties',
  needs: 'wavefunction',
  provides: [],
  wavefunctionAs: 'fort.9',
  settings: PotmParams,
  deck: (inputs, params) => propertyStepDeck(inputs, (run) => potmDeck(run, params)),
  results: async ({ read }) => {
    const blocks = await read(plotFile, readFort25);
    return blocks ? mapResults(blocks, 'fort.25') : [];
  },
  keeps: [{ ...plotFile, required: true }, errorFile],
});
