import { elementSymbol } from '../elements.js';
import { periodicity } from '../../symmetry/operation.js';
import { cartesianOf, type Structure } from '../structure.js';
import { inVacuum } from './in-vacuum.js';

/** XYZ in Angstrom; periodic structures as extended XYZ, with the lattice and the periodic directions in the comment. */
export function renderXyz(structure: Structure): string {
  const title = structure.title.replaceAll(/["=\s]+/g, ' ').trim();
  const rows = structure.sites.map((site) => {
    const position = cartesianOf(structure, site).map((value) => value.toFixed(9).padStart(16));
    return `${elementSymbol(site.atomicNumber).padEnd(2)} ${position.join(' ')}`;
  });
  return [String(structure.sites.length), comment(structure, title), ...rows, ''].join('\n');
}

function comment(structure: Structure, title: string): string {
  if (structure.dimensionality === 0) return title;
  const lattice = inVacuum(structure)
    .lattice.flat()
    .map((value) => value.toFixed(9));
  const pbc = periodicity(structure.dimensionality).map((isPeriodic) => (isPeriodic ? 'T' : 'F'));
  return `Lattice="${lattice.join(' ')}" Properties=species:S:1:pos:R:3 pbc="${pbc.join(' ')}" ${title}`.trim();
}
