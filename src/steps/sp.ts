import { SettingsPatch } from '../crystal/settings/settings.js';
import { defineStep } from './define-step.js';
import { crystalDeck } from './shared/crystal-deck.js';
import { scfFiles } from './shared/kept-files.js';

/** Single point: energy and wavefunction. */
export const sp = defineStep({
  type: 'SP',
  title: 'single point',
  program: 'crystal',
  expects: 'SP',
  needs: 'structure',
  provides: ['wavefunction', 'settings'],
  settings: SettingsPatch,
  deck: (inputs, settings) => crystalDeck('SP', inputs, settings),
  keeps: scfFiles,
});
