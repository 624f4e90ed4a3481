import { transportResults } from '../crystal/files/results.js';
import { readTransportTable } from '../crystal/files/transport-dat.js';
import { TransportParams, transportDeck } from '../crystal/d3/steps/transport.js';
import { defineStep, type KeptFile } from './define-step.js';
import { errorFile } from './shared/kept-files.js';
import { propertyStepDeck } from './shared/property-deck.js';

const sigmaFile: KeptFile = {
  scratchName: 'SIGMA.DAT',
  suffix: 'SIGMA.DAT',
  role: 'conductivity',
  required: true,
};
const seebeckFile: KeptFile = { scratchName: 'SEEBECK.DAT', suffix: 'SEEBECK.DAT', role: 'seebeck' };
const kappaFile: KeptFile = { scratchName: 'KAPPA.DAT', suffix: 'KAPPA.DAT', role: 'thermalConductivity' };

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
  results: async ({ read }) => {
    const seebeck = await read(seebeckFile, readTransportTable);
    if (!seebeck) return [];
    const sigma = await read(sigmaFile, readTransportTable);
    const kappa = await read(kappaFile, readTransportTable);
    return transportResults({ seebeck, sigma, kappa });
  },
  keeps: [
    sigmaFile,
    seebeckFile,
    { scratchName: 'SIGMAS.DAT', suffix: 'SIGMAS.DAT', role: 'seebeckConductivity' },
    kappaFile,
    { scratchName: 'TDF.DAT', suffix: 'TDF.DAT', role: 'transportDistribution' },
    errorFile,
  ],
});
