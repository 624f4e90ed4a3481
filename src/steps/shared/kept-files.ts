import type { KeptFile } from '../define-step.js';

/** The text of an error is often only there. */
export const errorFile: KeptFile = { scratchName: 'fort.87', suffix: 'f87', role: 'errors' };
export const plotFile: KeptFile = { scratchName: 'fort.25', suffix: 'f25', role: 'plot' };

/** What any run of crystal may leave. */
export const scfFiles: readonly KeptFile[] = [
  { scratchName: 'fort.9', suffix: 'f9', role: 'wavefunction', required: true },
  { scratchName: 'fort.98', suffix: 'f98', role: 'formattedWavefunction' },
  { scratchName: 'fort.20', suffix: 'f20', role: 'densityMatrix' },
  { scratchName: 'fort.34', suffix: 'gui', role: 'geometry' },
  { scratchName: 'SCFOUT.LOG', suffix: 'SCFOUT.LOG', role: 'scfLog' },
  { scratchName: 'PPAN.DAT', suffix: 'PPAN.DAT', role: 'populations' },
  errorFile,
];
