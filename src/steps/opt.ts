import { SettingsPatch } from '../crystal/settings/settings.js';
import { defineStep } from './define-step.js';
import { crystalDeck } from './shared/crystal-deck.js';
import { scfFiles } from './shared/kept-files.js';

/** Geometry optimisation. */
export const opt = defineStep({
  type: 'OPT',
  title: 'geometry optimisation',
  program: 'crystal',
  expects: 'OPT',
  needs: 'structure',
  provides: ['geometry', 'wavefunction', 'settings'],
  settings: SettingsPatch,
  deck: (inputs, settings) => crystalDeck('OPT', inputs, settings),
  keeps: [
    ...scfFiles,
    { scratchName: 'OPTINFO.DAT', suffix: 'OPTINFO.DAT', role: 'optimizationRestart' },
    { scratchName: 'HESSOPT.DAT', suffix: 'HESSOPT.DAT', role: 'hessian' },
  ],
});
