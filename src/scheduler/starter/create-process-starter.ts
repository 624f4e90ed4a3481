import { createNodeStarter } from './node-starter.js';
import { createPerlStarter } from './perl-starter.js';
import type { ProcessStarter } from './process-starter.js';

/** Perl is there on nearly every login node, since git and Slurm bring it; without it this process forks by itself. */
export const createProcessStarter = (): ProcessStarter => createPerlStarter(createNodeStarter());
