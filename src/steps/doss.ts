import { dosResults } from '../crystal/files/results.js';
import { DossParams, dossDeck } from '../crystal/d3/steps/doss.js';
import { defineStep } from './define-step.js';
import { errorFile, plotFile } from './shared/kept-files.js';
import { propertyStepDeck } from './shared/property-deck.js';
import { readLabels } from './shared/read-labels.js';

/** Density of states, total and projected. */
export const doss = defineStep({
  type: 'DOSS',
  title: 'density of states',
  program: 'properties',
  expects: 'properties',
  needs: 'wavefunction',
  provides: [],
  dimensionalities: [1, 2, 3],
  wavefunctionAs: 'fort.9',
  settings: DossParams,
  deck: (inputs, params) => propertyStepDeck(inputs, (run) => dossDeck(run, params)),
  reads: ['dos', 'labels'],
  results: ({ dos, labels }) =>
    dos === undefined ? [] : dosResults(dos, 'DOSS.DAT', readLabels(labels).projections),
  keeps: [{ scratchName: 'DOSS.DAT', suffix: 'DOSS.DAT', role: 'dos', required: true }, plotFile, errorFile],
});
