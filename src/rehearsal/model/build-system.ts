import type { DeckGeometry } from '../../crystal/d12/geometry.js';
import type { ExpandedGeometry } from '../../crystal/structure/expanded-geometry.js';
import { expandDeckGeometry } from '../../crystal/structure/from-deck-geometry.js';
import { parametersOf } from '../../crystal/structure/lattice.js';
import { inverse, multiply, transpose, type Matrix3 } from '../../crystal/symmetry/matrix3.js';
import { operationInNewBasis, type SymmetryOperation } from '../../crystal/symmetry/operation.js';
import { pointGroupOf } from '../../crystal/symmetry/operation-set.js';
import { pointGroup } from '../../crystal/symmetry/point-groups.js';
import type { SymmetryLibrary } from '../../crystal/symmetry/symmetry-library.js';
import { centringCodes, type Cell, type Family, type System, type SystemAtom } from './system.js';

/** The primitive cell with all its atoms. Throws CrystalqError where group, cell and atoms do not go together. */
export function buildSystem(geometry: DeckGeometry, library: SymmetryLibrary): System {
  const expanded = expandDeckGeometry(geometry, library);
  const { structure, conventionalVectors, group } = expanded;
  const primitive = multiply(structure.lattice, inverse(conventionalVectors));
  const operations = inPrimitiveCell(expanded, primitive);
  const deckAtoms = 'atoms' in geometry ? geometry.atoms : [];
  const numberOf = (orbit: number): number => deckAtoms[orbit]?.number ?? 0;
  return {
    kind: kinds[structure.dimensionality],
    dimensionality: structure.dimensionality,
    groupNumber: group.number,
    groupSymbol: crystalSymbol(group, structure.dimensionality, library),
    family: familyOf(group.number, structure.dimensionality),
    centringCode: centringOf(group.symbol, primitive),
    cell: cellWithout(structure.dimensionality, parametersOf(conventionalVectors)),
    primitiveInConventional: primitive,
    operations,
    isCentrosymmetric: pointGroupOf(operations).some((rotation) => rotation.join() === inversion),
    inputAtoms: deckAtoms,
    atoms: structure.sites.map((site, index): SystemAtom => {
      const orbit = expanded.deckAtoms[index] ?? 0;
      return {
        number: numberOf(orbit),
        irreducible: expanded.deckAtoms[index - 1] !== orbit,
        orbit,
        position: centred(site.fractional, structure.dimensionality),
      };
    }),
  };
}

const kinds = { 3: 'CRYSTAL', 2: 'SLAB', 1: 'POLYMER', 0: 'MOLECULE' } as const;

const inversion = '-1,0,0,0,-1,0,0,0,-1';

/** One operation per coset of the centring translations. */
function inPrimitiveCell({ operations }: ExpandedGeometry, primitive: Matrix3): SymmetryOperation[] {
  // Coordinates are columns, lattice vectors rows.
  const change = { matrix: transpose(primitive), origin: [0, 0, 0] as const };
  const unique = new Map(operations.map((operation) => [operation.rotation.join(), operation]));
  return [...unique.values()].map((operation) => operationInNewBasis(change, operation));
}

/** Periodic coordinates into (-0.5, 0.5], as CRYSTAL prints them. */
function centred(position: SystemAtom['position'], periodic: number): SystemAtom['position'] {
  const place = (value: number, axis: number): number => {
    if (axis >= periodic) return value;
    const wrapped = value - Math.ceil(value - 0.5 - 1e-9);
    return Math.abs(wrapped) < 1e-13 ? 0 : wrapped;
  };
  return [place(position[0], 0), place(position[1], 1), place(position[2], 2)];
}

function centringOf(symbol: string, primitive: Matrix3): number {
  const isPrimitive = primitive
    .flat()
    .every((value, index) => Math.abs(value - (index % 4 === 0 ? 1 : 0)) < 1e-9);
  const letter = symbol.charAt(0).toUpperCase();
  return isPrimitive || !isCentring(letter) ? centringCodes.P : centringCodes[letter];
}

const isCentring = (letter: string): letter is keyof typeof centringCodes =>
  Object.hasOwn(centringCodes, letter);

/** CRYSTAL formally sets lengths without periodicity to 500 Angstrom. */
const cellWithout = (periodic: number, [a, b, c, alpha, beta, gamma]: Cell): Cell => [
  periodic >= 1 ? a : 500,
  periodic >= 2 ? b : 500,
  periodic >= 3 ? c : 500,
  alpha,
  beta,
  gamma,
];

/** Letters that CRYSTAL still uses where the Tables now write a glide `e`. */
const oldGlideSymbols = new Map([
  [39, 'A B M 2'],
  [41, 'A B A 2'],
  [64, 'C M C A'],
  [67, 'C M M A'],
  [68, 'C C C A'],
]);

/** As CRYSTAL prints it: `F M 3 M`, `P 21/C`, `P 6 M M`, `MM2    OR  C2V`. */
function crystalSymbol(
  { number, symbol }: ExpandedGeometry['group'],
  dimensionality: number,
  library: SymmetryLibrary,
): string {
  if (dimensionality === 0) {
    const names = pointGroup(number, library);
    return `${(names?.hermannMauguin ?? '1').toUpperCase().padEnd(7)}OR  ${symbol.toUpperCase()}`;
  }
  const upper = symbol.replaceAll('_', '').toUpperCase();
  if (dimensionality < 3) return upper;
  // Centrosymmetric cubic groups are printed without their bar.
  const hidesBar = (number >= 200 && number <= 206) || number >= 221;
  return oldGlideSymbols.get(number) ?? (hidesBar ? upper.replace(' -3', ' 3') : upper);
}

function familyOf(number: number, dimensionality: number): Family {
  if (dimensionality < 2) return dimensionality === 0 ? 'NONE' : 'CHAIN';
  return (
    (dimensionality === 3 ? bulkFamilies : slabFamilies).find(([last]) => number <= last)?.[1] ?? 'TRICLINIC'
  );
}

/** Last group number of each family. */
const bulkFamilies: readonly (readonly [number, Family])[] = [
  [2, 'TRICLINIC'],
  [15, 'MONOCLINIC'],
  [74, 'ORTHORHOMBIC'],
  [142, 'TETRAGONAL'],
  [194, 'HEXAGONAL'],
  [230, 'CUBIC'],
];

const slabFamilies: readonly (readonly [number, Family])[] = [
  [7, 'OBLIQUE'],
  [48, 'RECTANGULAR'],
  [64, 'SQUARE'],
  [80, 'HEXAGONAL'],
];
