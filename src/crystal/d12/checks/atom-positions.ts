import { error, warning } from '../../finding.js';
import type { DeckAtom } from '../geometry.js';
import { at, type DeckRule, type DeckView, type PlacedRemark } from './rule.js';

/** Nearer than this CRYSTAL stops with NEIGHB ... TOO SMALL, Angstrom. */
const shortest = 0.5;

/** Atoms listed twice, numbers that are no element, Cartesian coordinates where fractions belong. */
export const atomPositions: DeckRule = (view) => [
  ...unknownElements(view),
  ...repeated(view),
  ...tooClose(view),
  ...notFractional(view),
];

function unknownElements({ atoms }: DeckView): PlacedRemark[] {
  return atoms
    .filter(({ number }) => number < 1 || number % 100 > 98 || number % 100 === 0)
    .map((atom) =>
      at(
        atom,
        error(
          'atom-positions',
          `${atom.number} stands for no element`,
          'write Z, Z + 100 k for another basis set, Z + 200 for a pseudopotential',
        ),
      ),
    );
}

function repeated({ atoms, dimensionality = 3, refusal }: DeckView): PlacedRemark[] {
  if (refusal !== undefined) return [];
  const seen = new Map<string, DeckAtom>();
  return atoms.flatMap((atom) => {
    const key = atom.position
      .map((value, axis) => (axis < dimensionality ? value - Math.floor(value + 1e-5) : value).toFixed(4))
      .join(' ');
    const first = seen.get(key);
    seen.set(key, first ?? atom);
    if (first === undefined) return [];
    return [
      at(
        atom,
        error(
          'atom-positions',
          `this atom stands where atom ${atoms.indexOf(first) + 1} stands`,
          'list each atom once',
        ),
      ),
    ];
  });
}

/** In the expanded cell; the expansion itself refuses atoms on one place. */
function tooClose({ expanded, atoms }: DeckView): PlacedRemark[] {
  if (expanded === undefined || expanded.structure.sites.length > 500) return [];
  const { lattice, sites, dimensionality } = expanded.structure;
  for (const [index, one] of sites.entries()) {
    for (const [other, two] of sites.slice(0, index).entries()) {
      const difference = one.fractional.map((value, axis) =>
        nearest(value - (two.fractional[axis] ?? 0), axis < dimensionality),
      );
      const cartesian = [0, 1, 2].map((component) =>
        difference.reduce((sum, value, axis) => sum + value * (lattice[axis]?.[component] ?? 0), 0),
      );
      const distance = Math.hypot(...cartesian);
      if (distance >= shortest) continue;
      const part = atoms[expanded.deckAtoms[index] ?? 0];
      const message = `atoms ${other + 1} and ${index + 1} of the cell are ${distance.toFixed(3)} Angstrom apart`;
      return [at(part, error('atom-positions', message, 'check cell, origin (IFSO) and special positions'))];
    }
  }
  return [];
}

const nearest = (difference: number, periodic: boolean): number =>
  periodic ? difference - Math.round(difference) : difference;

function notFractional({ atoms, dimensionality }: DeckView): PlacedRemark[] {
  const periodic = dimensionality ?? 0;
  const odd = atoms.find(({ position }) => position.slice(0, periodic).some((value) => Math.abs(value) > 2));
  if (odd === undefined) return [];
  return [
    at(
      odd,
      warning(
        'atom-positions',
        'a coordinate beyond 2 cells: Angstrom where a fraction belongs?',
        'write fractions of the cell along periodic directions',
      ),
    ),
  ];
}
