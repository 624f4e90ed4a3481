import { SettingsPatch } from '../crystal/settings/settings.js';
import { defineStep } from './define-step.js';
import { crystalDeck } from './shared/crystal-deck.js';
import { plotFile, scfFiles } from './shared/kept-files.js';

/** Vibrational frequencies, intensities and thermodynamics at an optimised geometry. */
export const freq = defineStep({
  type: 'FREQ',
  title: 'vibrational frequencies',
  program: 'crystal',
  expects: 'FREQ',
  needs: 'optimisedGeometry',
  // Its last SCF is of a displaced geometry: nothing builds on its wavefunction.
  provides: [],
  settings: SettingsPatch,
  deck: (inputs, settings) => crystalDeck('FREQ', inputs, settings),
  keeps: [
    ...scfFiles.filter(({ role }) => role !== 'wavefunction'),
    plotFile,
    { scratchName: 'FREQINFO.DAT', suffix: 'FREQINFO.DAT', role: 'frequencyRestart' },
    { scratchName: 'HESSFREQ.DAT', suffix: 'HESSFREQ.DAT', role: 'hessian' },
    { scratchName: 'fort.13', suffix: 'f13', role: 'phononData' },
    { scratchName: 'IRSPEC.DAT', suffix: 'IRSPEC.DAT', role: 'infraredSpectrum' },
    { scratchName: 'RAMSPEC.DAT', suffix: 'RAMSPEC.DAT', role: 'ramanSpectrum' },
  ],
});
