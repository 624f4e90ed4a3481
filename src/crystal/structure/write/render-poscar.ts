import { elementSymbol } from '../elements.js';
import type { Structure } from '../structure.js';
import { inVacuum } from './in-vacuum.js';

/** POSCAR of VASP 5: atoms sorted by element in the order in which the elements first occur. */
export function renderPoscar(structure: Structure): string {
  const { lattice, positions } = inVacuum(structure);
  const row = (v: readonly number[]): string => v.map((value) => value.toFixed(10).padStart(16)).join(' ');
  const elements = [...new Set(structure.sites.map((site) => site.atomicNumber))];
  const atomsOf = (element: number): readonly string[] =>
    structure.sites.flatMap((site, i) => (site.atomicNumber === element ? [row(positions[i] ?? [])] : []));
  const groups = elements.map(atomsOf);
  return [
    structure.title.replaceAll(/\s+/g, ' ').trim() || 'structure',
    '1.0',
    ...lattice.map(row),
    elements.map(elementSymbol).join(' '),
    groups.map((group) => group.length).join(' '),
    'Direct',
    ...groups.flat(),
    '',
  ].join('\n');
}
