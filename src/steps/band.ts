import { readBandDat } from '../crystal/files/band-dat.js';
import { bandResults } from '../crystal/files/results.js';
import { BandParams, bandDeck } from '../crystal/d3/steps/band.js';
import { defineStep, type KeptFile } from './define-step.js';
import { errorFile, plotFile } from './shared/kept-files.js';
import { propertyStepDeck } from './shared/property-deck.js';

const bandFile: KeptFile = { scratchName: 'BAND.DAT', suffix: 'BAND.DAT', role: 'bands', required: true };

/** Band structure along the path of the lattice. */
export const band = defineStep({
  type: 'BAND',
  title: 'band structure',
  program: 'properties',
  expects: 'properties',
  needs: 'wavefunction',
  provides: [],
  dimensionalities: [1, 2, 3],
  wavefunctionAs: 'fort.9',
  settings: BandParams,
  deck: (inputs, params) => propertyStepDeck(inputs, (run) => bandDeck(run, params)),
  results: async ({ read }, report) => {
    const bands = await read(bandFile, readBandDat);
    return bands ? bandResults(bands, 'BAND.DAT', report.occupiedBands, report.bandPath?.firstBand) : [];
  },
  keeps: [bandFile, plotFile, errorFile],
});
