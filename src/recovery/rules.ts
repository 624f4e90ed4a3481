import { afterDiskFull } from './after-disk-full.js';
import { afterNoScratch } from './after-no-scratch.js';
import { freshGuess } from './fresh-guess.js';
import { moreMemory } from './more-memory.js';
import { moreWalltime } from './more-walltime.js';
import { optFreshStart } from './opt-fresh-start.js';
import { optGoOn } from './opt-go-on.js';
import type { RecoveryRule } from './rule.js';
import { scfDamping } from './scf-damping.js';
import { scfMoreCycles } from './scf-more-cycles.js';
import { smearFermi } from './smear-fermi.js';
import { tryAgain } from './try-again.js';
import { uniformShrink } from './uniform-shrink.js';
import { withoutRestartFiles } from './without-restart-files.js';

/** All recovery rules in the order in which they are asked. To add one: its file, its name, and its line here. */
export const rules: readonly RecoveryRule[] = [
  scfMoreCycles,
  scfDamping,
  smearFermi,
  uniformShrink,
  freshGuess,
  optGoOn,
  optFreshStart,
  withoutRestartFiles,
  moreWalltime,
  moreMemory,
  afterDiskFull,
  afterNoScratch,
  tryAgain,
];
