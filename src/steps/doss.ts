import { fermiInFile } from '../crystal/files/dos-summary.js';
import { readDossDat, readDossDatUpTo } from '../crystal/files/doss-dat.js';
import { dosResults } from '../crystal/files/results.js';
import { DossParams, dossDeck } from '../crystal/d3/steps/doss.js';
import { defineStep, type KeptFile } from './define-step.js';
import { errorFile, plotFile } from './shared/kept-files.js';
import { propertyStepDeck } from './shared/property-deck.js';
import { readLabels } from './shared/read-labels.js';

const dosFile: KeptFile = { scratchName: 'DOSS.DAT', suffix: 'DOSS.DAT', role: 'dos', required: true };

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
  results: async ({ read, labels }) => {
    const found = await read(dosFile, readDossDat);
    // CRYSTAL14 has another zero, and tells only behind the densities where the Fermi energy lies.
    const fermi = found && fermiInFile(found);
    const isElsewhere = typeof fermi === 'number' && fermi !== found?.limitHartree;
    const dos = isElsewhere ? await read(dosFile, readDossDatUpTo(fermi)) : found;
    return dos ? dosResults(dos, 'DOSS.DAT', readLabels(await labels()).projections) : [];
  },
  keeps: [dosFile, plotFile, errorFile],
});
