import { readPotcDat } from '../crystal/files/potc-dat.js';
import { workFunctionResults } from '../crystal/files/results.js';
import { PotcParams, potcDeck } from '../crystal/d3/steps/potc.js';
import { defineStep, type KeptFile } from './define-step.js';
import { errorFile } from './shared/kept-files.js';
import { propertyStepDeck } from './shared/property-deck.js';
import { readLabels } from './shared/read-labels.js';

const potentialFile: KeptFile = {
  scratchName: 'POTC.DAT',
  suffix: 'POTC.DAT',
  role: 'potential',
  required: true,
};

/** Electrostatic potential averaged over planes, or at atoms and points (POTC). */
export const potc = defineStep({
  type: 'POTC',
  title: 'potential along z or at points',
  program: 'properties',
  expects: 'properties',
  needs: 'wavefunction',
  provides: [],
  wavefunctionAs: 'fort.9',
  settings: PotcParams,
  deck: (inputs, params) => propertyStepDeck(inputs, (run) => potcDeck(run, params)),
  results: async ({ read, labels }) => {
    const { vacuumFermiHartree } = readLabels(await labels());
    if (vacuumFermiHartree === undefined) return [];
    const potential = await read(potentialFile, readPotcDat);
    return potential ? workFunctionResults(potential, 'POTC.DAT', vacuumFermiHartree) : [];
  },
  keeps: [potentialFile, errorFile],
});
