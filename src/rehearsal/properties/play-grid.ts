import { parametersOf } from '../../crystal/structure/lattice.js';
import type { GridBlock } from '../../crystal/d3/blocks/grid.js';
import type { Vector3 } from '../../crystal/d12/geometry.js';
import { determinant, norm } from '../../crystal/symmetry/matrix3.js';
import { file, print, type Act } from '../act.js';
import { stopWithError } from '../endings.js';
import { fixed, inRows, integer, scientific } from '../fortran-format.js';
import { atomicNumberOf } from '../model/elements.js';
import { bohrInAngstrom, cartesianOf, primitiveVectors } from '../model/system.js';
import { stage } from '../print/frame.js';
import type { Play, PropertiesContext } from './properties-context.js';

/** A rehearsal writes at most so many points along the first vector: cubes of real runs are hundreds of megabytes. */
const mostPoints = 12;

/** ECH3 and POT3: cube files of the density (and spin density) or the potential. */
export function* playGrid(block: GridBlock, context: PropertiesContext): Play {
  const { pace, wavefunction } = context;
  if (wavefunction.system.dimensionality < 3 && block.extent === null) {
    yield* stopWithError(block.keyword, 'RANGE OR SCALE EXPECTED FOR NON PERIODIC DIRECTIONS', pace.clock());
    return false;
  }
  if (block.points < 2) {
    yield* stopWithError(block.keyword, 'WRONG NUMBER OF POINTS', pace.clock());
    return false;
  }
  const grid = gridOf(block, context);
  const size = grid.counts.map((count) => integer(count, 4)).join('*');
  yield print(
    stage(`${block.keyword} START`, pace.clock()),
    ' '.concat('3D'.repeat(38)),
    ` 3D DENSITY, GRID IS${size}`,
  );
  yield pace.wait(context.share);
  yield* cubes(block, context, grid);
  yield print(stage(`${block.keyword} END`, pace.clock()), stage(block.keyword, pace.clock()));
  return true;
}

interface Grid {
  readonly counts: readonly [number, number, number];
  readonly origin: Vector3;
  /** Bohr. */
  readonly steps: readonly [Vector3, Vector3, Vector3];
}

function* cubes(block: GridBlock, context: PropertiesContext, grid: Grid): Generator<Act> {
  if (block.keyword === 'POT3') {
    yield file('POT_CUBE.DAT', renderCube('Electrostatic potential', context, grid, 'potential'));
    return;
  }
  yield file('DENS_CUBE.DAT', renderCube('Charge density', context, grid, 'density'));
  if (context.wavefunction.electrons.isOpenShell) {
    yield file('SPIN_CUBE.DAT', renderCube('Spin density', context, grid, 'spin'));
  }
}

/** NP points along the first vector, both ends included; the others in about the same step. */
function gridOf(block: GridBlock, { wavefunction }: PropertiesContext): Grid {
  const vectors = primitiveVectors(wavefunction.system).map((row) => inBohr(row));
  const periodic = wavefunction.system.dimensionality;
  const points = Math.min(block.points, mostPoints);
  const box = vectors.map((row, axis): Vector3 => (axis < periodic ? row : freeEdge(block, axis, periodic)));
  const step = norm(box[0] ?? [1, 0, 0]) / (points - 1);
  const counts = box.map((edge) => Math.max(2, Math.min(mostPoints, Math.round(norm(edge) / step) + 1)));
  const [n1 = 2, n2 = 2, n3 = 2] = counts;
  const [a = zero, b = zero, c = zero] = box;
  const along = (edge: Vector3, count: number): Vector3 => [
    edge[0] / (count - 1),
    edge[1] / (count - 1),
    edge[2] / (count - 1),
  ];
  const low = (axis: number): number => (axis < periodic ? 0 : -norm(box[axis] ?? zero) / 2);
  return {
    counts: [n1, n2, n3],
    origin: [low(0), low(1), low(2)],
    steps: [along(a, n1), along(b, n2), along(c, n3)],
  };
}

const zero: Vector3 = [0, 0, 0];

const inBohr = (row: Vector3): Vector3 => [
  row[0] / bohrInAngstrom,
  row[1] / bohrInAngstrom,
  row[2] / bohrInAngstrom,
];

/** Extent of the box in a direction without periodicity, bohr. */
function freeEdge(block: GridBlock, axis: number, periodic: number): Vector3 {
  const place = axis - periodic;
  const length =
    block.extent?.keyword === 'RANGE'
      ? (block.extent.maximaBohr[place] ?? 10) - (block.extent.minimaBohr[place] ?? -10)
      : 10 * (block.extent?.factors[place] ?? 1);
  return [axis === 0 ? length : 0, axis === 1 ? length : 0, axis === 2 ? length : 0];
}

function renderCube(
  title: string,
  { wavefunction }: PropertiesContext,
  grid: Grid,
  quantity: 'density' | 'spin' | 'potential',
): string {
  const { system, electrons } = wavefunction;
  const vectors = primitiveVectors(system);
  const cell = parametersOf(vectors).map((value, index) =>
    fixed(index < 3 ? value / bohrInAngstrom : value, index < 3 ? 15 : 11, index < 3 ? 8 : 6),
  );
  const vector = (count: number, row: Vector3): string =>
    `${integer(count, 5)}${row.map((value) => fixed(value, 12, 6)).join('')}`;
  const atoms = system.atoms.map((atom) => ({
    position: inBohr(cartesianOf(system, atom.position, vectors)),
    atomicNumber: atomicNumberOf(atom.number),
  }));
  const lines = [
    ` ${title} - 3D GRID - GAUSSIAN CUBE FORMAT ${wavefunction.title.slice(0, 60)}`,
    cell.join(''),
    vector(system.atoms.length, grid.origin),
    ...grid.steps.map((step, axis) => vector(grid.counts[axis] ?? 2, step)),
    ...atoms.map(
      ({ position, atomicNumber }) =>
        `${integer(atomicNumber, 5)}${fixed(atomicNumber, 12, 6)}${position.map((value) => fixed(value, 12, 6)).join('')}`,
    ),
  ];
  const values = valuesOn(grid, atoms);
  const wanted = quantity === 'spin' ? electrons.totalSpin : electrons.electronCount;
  // A density holds the electrons of the cell; a potential is only given a likely size.
  const factor =
    quantity === 'potential' ? -0.05 : wanted / (integralOf(values, grid, system.dimensionality) || 1);
  const [, , n3] = grid.counts;
  for (let row = 0; row < values.length; row += n3) {
    const cells = Array.from(values.subarray(row, row + n3), (value) => scientific(factor * value, 13, 5));
    lines.push(...inRows(cells, 6));
  }
  return `${lines.join('\n')}\n`;
}

/** A Gaussian on each atom, z fastest. */
function valuesOn(
  grid: Grid,
  atoms: readonly { readonly position: Vector3; readonly atomicNumber: number }[],
): Float64Array {
  const [n1, n2, n3] = grid.counts;
  const values = new Float64Array(n1 * n2 * n3);
  for (let index = 0; index < values.length; index++) {
    const [x, y, z] = pointOf(grid, Math.floor(index / (n2 * n3)), Math.floor(index / n3) % n2, index % n3);
    for (const { position, atomicNumber } of atoms) {
      const square = (x - position[0]) ** 2 + (y - position[1]) ** 2 + (z - position[2]) ** 2;
      values[index] = (values[index] ?? 0) + atomicNumber * Math.exp(-square / 2);
    }
  }
  return values;
}

/** The last plane of a periodic direction repeats the first. */
function integralOf(values: Float64Array, { counts, steps }: Grid, periodic: number): number {
  const [n1, n2, n3] = counts;
  const weight = (index: number, count: number, axis: number): number => {
    if (axis < periodic) return index < count - 1 ? 1 : 0;
    return index === 0 || index === count - 1 ? 0.5 : 1;
  };
  const sum = values.reduce((total, value, index) => {
    const share =
      weight(Math.floor(index / (n2 * n3)), n1, 0) *
      weight(Math.floor(index / n3) % n2, n2, 1) *
      weight(index % n3, n3, 2);
    return total + share * value;
  }, 0);
  return sum * Math.abs(determinant(steps));
}

function pointOf({ origin, steps: [a, b, c] }: Grid, i: number, j: number, k: number): Vector3 {
  return [
    origin[0] + i * a[0] + j * b[0] + k * c[0],
    origin[1] + i * a[1] + j * b[1] + k * c[1],
    origin[2] + i * a[2] + j * b[2] + k * c[2],
  ];
}
