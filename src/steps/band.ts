import { bandResults } from '../crystal/files/results.js';
import { BandParams, bandDeck } from '../crystal/d3/steps/band.js';
import { defineStep } from './define-step.js';
import { errorFile, plotFile } from './shared/kept-files.js';
import { propertyStepDeck } from './shared/property-deck.js';

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
  reads: ['bands'],
  results: ({ bands }, report) =>
    bands === undefined
      ? []
      : bandResults(bands, 'BAND.DAT', report.occupiedBands, report.bandPath?.firstBand),
  keeps: [
    { scratchName: 'BAND.DAT', suffix: 'BAND.DAT', role: 'bands', required: true },
    plotFile,
    errorFile,
  ],
});
