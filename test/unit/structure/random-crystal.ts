import { wyckoff_positions } from '@spglib/moyo-wasm';
import type { Vector3 } from '../../../src/crystal/d12/geometry.js';
import { latticeFromParameters, parametersOf } from '../../../src/crystal/structure/lattice.js';
import {
  add,
  multiply,
  norm,
  rowTimes,
  scale,
  subtract,
  transpose,
  type Matrix3,
} from '../../../src/crystal/symmetry/matrix3.js';
import {
  applyOperation,
  nearestImage,
  wrap,
  wrapVector,
  type SymmetryOperation,
} from '../../../src/crystal/symmetry/operation.js';
import type { GroupSetting } from '../../../src/crystal/symmetry/symmetry-library.js';

export interface Atom {
  readonly element: string;
  readonly position: Vector3;
}

export interface RandomCrystal {
  readonly lattice: Matrix3;
  /** One arbitrary image of each orbit. */
  readonly orbits: readonly Atom[];
  /** All atoms of the cell. */
  readonly atoms: readonly Atom[];
}

/** The same numbers on every machine: mulberry32. */
export function randomNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

const elements = ['Mg', 'Si', 'O', 'Ti'] as const;

/** Atoms on the general position and on random special positions of a setting, none nearer than 0.6 Angstrom. */
export function randomCrystal(
  setting: GroupSetting,
  operations: readonly SymmetryOperation[],
  random: () => number,
): RandomCrystal {
  const lattice = symmetrised(randomLattice(random), operations);
  const positions = wyckoff_positions(setting.hallNumber).map((entry) => entry.coordinates);
  for (;;) {
    const chosen = [positions[0], pick(positions, random), pick(positions, random)];
    const orbits = chosen.map((coordinates, i): Atom => {
      const representative = pointOf(coordinates ?? 'x,y,z', random);
      return { element: elements[i]!, position: applyOperation(pick(operations, random), representative) };
    });
    const atoms = orbits.flatMap((orbit) => expand(orbit, operations, lattice));
    if (areApart(atoms, lattice)) return { lattice, orbits, atoms };
  }
}

/** All images of an atom, each once. Knows nothing of the code under test. */
export function expand(
  atom: Atom,
  operations: readonly SymmetryOperation[],
  lattice: Matrix3,
): readonly Atom[] {
  const images: Atom[] = [];
  for (const operation of operations) {
    const position = wrapVector(applyOperation(operation, atom.position));
    if (!images.some((image) => distance(image.position, position, lattice) < 1e-3)) {
      images.push({ ...atom, position });
    }
  }
  return images;
}

export const distance = (a: Vector3, b: Vector3, lattice: Matrix3): number =>
  norm(rowTimes(nearestImage(subtract(a, b)), lattice));

function areApart(atoms: readonly Atom[], lattice: Matrix3): boolean {
  return atoms.every((a, i) =>
    atoms.every((b, j) => j <= i || distance(a.position, b.position, lattice) > 0.6),
  );
}

function randomLattice(random: () => number): Matrix3 {
  const length = (): number => 9 + 6 * random();
  const angle = (): number => 80 + 25 * random();
  return latticeFromParameters([length(), length(), length(), angle(), angle(), angle()])!;
}

/** The metric averaged over the rotations has their symmetry. */
function symmetrised(lattice: Matrix3, operations: readonly SymmetryOperation[]): Matrix3 {
  const metric = multiply(lattice, transpose(lattice));
  let sum: Matrix3 = [
    [0, 0, 0],
    [0, 0, 0],
    [0, 0, 0],
  ];
  for (const { rotation } of operations) {
    const turned = multiply(multiply(transpose(rotation), metric), rotation);
    sum = [add(sum[0], turned[0]), add(sum[1], turned[1]), add(sum[2], turned[2])];
  }
  const g = [
    scale(sum[0], 1 / operations.length),
    scale(sum[1], 1 / operations.length),
    scale(sum[2], 1 / operations.length),
  ];
  const length = (i: 0 | 1 | 2): number => Math.sqrt(g[i]![i]);
  const angle = (i: 0 | 1 | 2, j: 0 | 1 | 2): number =>
    (Math.acos(g[i]![j] / (length(i) * length(j))) * 180) / Math.PI;
  const round = (value: number): number => Math.round(value * 1e5) / 1e5;
  return latticeFromParameters([
    round(length(0)),
    round(length(1)),
    round(length(2)),
    round(angle(1, 2)),
    round(angle(0, 2)),
    round(angle(0, 1)),
  ])!;
}

/** `x,2x,1/4` with random x, y, z. */
export function pointOf(coordinates: string, random: () => number): Vector3 {
  const variables: Record<string, number> = {
    x: 0.05 + 0.4 * random(),
    y: 0.05 + 0.4 * random(),
    z: 0.05 + 0.4 * random(),
  };
  const component = (text: string): number =>
    [...text.replaceAll(' ', '').matchAll(/([+-]?)(\d*)(?:\/(\d+))?([xyz]?)/g)].reduce((sum, match) => {
      const [whole, sign, digits, denominator, variable] = match;
      if (whole === '') return sum;
      const value = (digits === '' ? 1 : Number(digits)) / Number(denominator ?? 1);
      return sum + (sign === '-' ? -1 : 1) * value * (variable ? variables[variable]! : 1);
    }, 0);
  const [x, y, z] = coordinates.replaceAll(/[()]/g, '').split(',').map(component);
  return [x!, y!, z!];
}

export const pick = <T>(list: readonly T[], random: () => number): T =>
  list[Math.floor(random() * list.length)]!;

/** A CIF of the orbits; `symmetry` are its lines about the group. */
export function cifOf(crystal: RandomCrystal, symmetry: readonly string[]): string {
  const [a, b, c, alpha, beta, gamma] = parametersOf(crystal.lattice).map((value) => value.toFixed(5));
  return [
    'data_random',
    `_cell_length_a ${a}`,
    `_cell_length_b ${b}`,
    `_cell_length_c ${c}`,
    `_cell_angle_alpha ${alpha}`,
    `_cell_angle_beta ${beta}`,
    `_cell_angle_gamma ${gamma}`,
    ...symmetry,
    'loop_',
    '_atom_site_label',
    '_atom_site_type_symbol',
    '_atom_site_fract_x',
    '_atom_site_fract_y',
    '_atom_site_fract_z',
    ...crystal.orbits.map(
      ({ element, position }, i) =>
        `${element}${i + 1} ${element} ${position.map((x) => x.toFixed(7)).join(' ')}`,
    ),
    '',
  ].join('\n');
}

export function xyzOf(operation: SymmetryOperation): string {
  return operation.rotation
    .map((row, i) => {
      const terms = row
        .map((entry, j) => (entry === 0 ? '' : `${entry > 0 ? '+' : '-'}${'xyz'[j]!}`))
        .join('');
      const shift = wrap(operation.translation[i]!);
      const steps = Math.round(shift * 24);
      if (Math.abs(steps / 24 - shift) > 1e-9) return `${terms}+${shift.toFixed(7)}`;
      return `${terms}${steps === 0 ? '' : `+${steps}/24`}`;
    })
    .join(',');
}
