import { transportResults } from '../crystal/files/results.js';
import { TransportParams, transportDeck } from '../crystal/d3/steps/transport.js';
import { defineStep } from './define-step.js';
import { errorFile } from './shared/kept-files.js';
import { propertyStepDeck } from './shared/property-deck.js';

/** Electronic transport coefficients from Boltzmann theory (BOLTZTRA). */
export const transport = defineStep({
  type: 'TRANSPORT',
  title: 'electronic transport',
  program: 'properties',
  expects: 'properties',
  needs: 'wavefunction',
  provides: [],
  dimensionalities: [1, 2, 3],
  wavefunctionAs: 'fort.9',
  settings: TransportParams,
  deck: (inputs, params) => propertyStepDeck(inputs, (run) => transportDeck(run, params)),
  reads: ['conductivity', 'seebeck', 'thermalConductivity'],
  results: ({ conductivity: sigma, seebeck, thermalConductivity: kappa }) =>
    seebeck === undefined
      ? []
      : transportResults({
          seebeck,
          ...(sigma === undefined ? {} : { sigma }),
          ...(kappa === undefined ? {} : { kappa }),
        }),
  keeps: [
    { scratchName: 'SIGMA.DAT', suffix: 'SIGMA.DAT', role: 'conductivity', required: true },
    { scratchName: 'SEEBECK.DAT', suffix: 'SEEBECK.DAT', role: 'seebeck' },
    { scratchName: 'SIGMAS.DAT', suffix: 'SIGMAS.DAT', role: 'seebeckConductivity' },
    { scratchName: 'KAPPA.DAT', suffix: 'KAPPA.DAT', role: 'thermalConductivity' },
    { scratchName: 'TDF.DAT', suffix: 'TDF.DAT', role: 'transportDistribution' },
    errorFile,
  ],
});
