import type { Electrons } from './model/electrons.js';
import type { System } from './model/system.js';
import type { HamiltonianTask } from './task.js';

/**
 * fort.9 and fort.20 of a rehearsal: what a properties run or a GUESSP has to know of the run before it.
 * First line: the mark; second: one JSON object.
 */
export interface Wavefunction {
  readonly title: string;
  readonly converged: boolean;
  readonly hartree: number;
  readonly scfCycles: number;
  readonly system: System;
  readonly electrons: Electrons;
  readonly hamiltonian: HamiltonianTask;
  readonly tolinteg: readonly number[];
  readonly mixingPercent: number;
  readonly shrink: { readonly mesh: readonly [number, number, number]; readonly gilat: number } | null;
}

const mark = 'CRYSTALQ REHEARSAL WAVEFUNCTION 1';

export const renderWavefunction = (wavefunction: Wavefunction): string =>
  `${mark}\n${JSON.stringify(wavefunction)}\n`;

/** Undefined for an empty file, a real wavefunction, or a damaged one. */
export function parseWavefunction(text: string): Wavefunction | undefined {
  const [first, second] = text.split('\n', 2);
  if (first !== mark || second === undefined) return undefined;
  try {
    // Only rehearsals write behind the mark; a cut file fails to parse.
    return JSON.parse(second) as Wavefunction;
  } catch {
    return undefined;
  }
}
