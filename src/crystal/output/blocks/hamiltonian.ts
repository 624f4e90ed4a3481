/*
 *  TYPE OF CALCULATION :  RESTRICTED CLOSED SHELL
 *  CRYSTAL - PROPERTIES - TYPE OF CALCULATION :  UNRESTRICTED OPEN SHELL
 *  KOHN-SHAM HAMILTONIAN
 *  (EXCHANGE)[CORRELATION] FUNCTIONAL:(BECKE 88)[LEE-YANG-PARR]
 *  HYBRID EXCHANGE - PERCENTAGE OF FOCK EXCHANGE    20.0000
 */
import { detached } from '../detached.js';
import { toNumber } from '../fortran-numbers.js';
import { oneLine, type Landmark } from '../landmarks.js';
import type { RunDraft } from '../run-draft.js';

export interface HamiltonianDraft {
  shell: 'closed' | 'open' | null;
  kind: 'HF' | 'DFT' | null;
  functional: string | null;
  hybridPercent: number | null;
  twoComponent: boolean;
}

export const newHamiltonian = (): HamiltonianDraft => ({
  shell: null,
  kind: null,
  functional: null,
  hybridPercent: null,
  twoComponent: false,
});

function readType(draft: RunDraft, text: string, line: number): void {
  const words = text.slice(text.indexOf(':') + 1);
  if (words.includes('CLOSED SHELL')) draft.hamiltonian.shell = 'closed';
  else if (words.includes('OPEN SHELL')) draft.hamiltonian.shell = 'open';
  if (/TWO-COMP|SPIN-ORBIT|SPINOR/.test(words)) draft.hamiltonian.twoComponent = true;
  draft.lines['shell'] = line;
}

const runs = (executable: 'crystal' | 'properties') => (draft: RunDraft, text: string, line: number) => {
  draft.frame.executable = executable;
  readType(draft, text, line);
};

function readFunctional(draft: RunDraft, text: string): void {
  draft.hamiltonian.kind = 'DFT';
  const functional = /FUNCTIONAL:(\(.*\)\[.*\])\s*$/.exec(text)?.[1];
  if (functional !== undefined) draft.hamiltonian.functional = detached(functional);
}

const isTwoComponent = (draft: RunDraft): void => {
  draft.hamiltonian.twoComponent = true;
};

export const hamiltonianLandmarks: readonly Landmark[] = [
  oneLine('TYPE OF CALCULATION :', readType),
  oneLine('CRYSTAL - SCF - TYPE OF CALCULATION :', runs('crystal')),
  oneLine('CRYSTAL - PROPERTIES - TYPE OF CALCULATION :', runs('properties')),
  oneLine('DENSITY MATRIX FROM A TWO-COMPONENT SCF', isTwoComponent),
  oneLine('- NUMBER OF FULLY OCCUPIED/TOTAL SPINORS', isTwoComponent),
  oneLine('KOHN-SHAM HAMILTONIAN', (draft) => {
    draft.hamiltonian.kind = 'DFT';
  }),
  oneLine('HARTREE-FOCK HAMILTONIAN', (draft) => {
    draft.hamiltonian.kind ??= 'HF';
  }),
  oneLine('(EXCHANGE)[CORRELATION] FUNCTIONAL:', readFunctional),
  oneLine('HYBRID EXCHANGE - PERCENTAGE OF FOCK EXCHANGE', (draft, text) => {
    draft.hamiltonian.hybridPercent = toNumber(/EXCHANGE +(\d+\.\d+)\s*$/.exec(text)?.[1]) ?? null;
  }),
];
