import { ChargePotentialParams, chargePotentialDeck } from '../crystal/d3/steps/charge-potential.js';
import { defineStep } from './define-step.js';
import { errorFile } from './shared/kept-files.js';
import { propertyStepDeck } from './shared/property-deck.js';

/** Charge density, spin density and electrostatic potential on a grid (ECH3, POT3). */
export const chargePotential = defineStep({
  type: 'CHARGE+POTENTIAL',
  title: 'charge density and potential',
  program: 'properties',
  expects: 'properties',
  needs: 'wavefunction',
  provides: [],
  wavefunctionAs: 'fort.9',
  settings: ChargePotentialParams,
  deck: (inputs, params) => propertyStepDeck(inputs, (run) => chargePotentialDeck(run, params)),
  keeps: [
    { scratchName: 'DENS_CUBE.DAT', suffix: 'DENS.CUBE', role: 'chargeDensity' },
    { scratchName: 'SPIN_CUBE.DAT', suffix: 'SPIN.CUBE', role: 'spinDensity' },
    { scratchName: 'POT_CUBE.DAT', suffix: 'POT.CUBE', role: 'potential' },
    errorFile,
  ],
});
