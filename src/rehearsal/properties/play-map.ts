import type { MapBlock } from '../../crystal/d3/blocks/map.js';
import type { Vector3 } from '../../crystal/d12/geometry.js';
import { dot, norm, subtract } from '../../crystal/symmetry/matrix3.js';
import { file, print } from '../act.js';
import { stopWithError } from '../endings.js';
import { fixed, inRows, integer, scientific } from '../fortran-format.js';
import { atomicNumberOf, elementFacts } from '../model/elements.js';
import { bohrInAngstrom, cartesianOf, primitiveVectors } from '../model/system.js';
import { stage } from '../print/frame.js';
import type { Play, PropertiesContext } from './properties-context.js';

/** Points along A-B of a rehearsal's map, at most. */
const mostPoints = 40;

/** ECHG and POTM: a map over a plane in fort.25; open shells get one for the spin as well. */
export function* playMap(block: MapBlock, context: PropertiesContext): Play {
  const { pace, plotBlocks, wavefunction } = context;
  const corners = cornersOf(block, context);
  if (corners === undefined || block.points < 2) {
    yield* stopWithError(block.keyword, 'WRONG MAP WINDOW', pace.clock());
    return false;
  }
  const plane = planeOf(corners, Math.min(block.points, mostPoints));
  yield print(
    ` ${'CH'.repeat(38)}`,
    '',
    block.keyword === 'ECHG'
      ? ` ELECTRON CHARGE (AND SPIN) DENSITY - DERIVATIVES UP TO ORDER${integer(block.derivative, 2)}`
      : ' ELECTROSTATIC POTENTIAL MAP',
    '',
    ` N. OF POINTS ALONG THE A-B SEGMENT (NPY)${integer(plane.rows, 5)}`,
    ` N. OF POINTS ALONG THE B-C SEGMENT (NPX)${integer(plane.columns, 5)}`,
    ` N. OF POINTS IN THE GRID :${integer(plane.rows * plane.columns, 19)}`,
    ` COSINE OF THE ANGLE A-B-C${fixed(plane.cosine, 20, 4)}`,
    '',
  );
  yield pace.wait(context.share);
  const spins = block.keyword === 'ECHG' && wavefunction.electrons.isOpenShell ? 2 : 1;
  for (let map = 0; map < spins; map++) plotBlocks.push(renderMap(plane, context, map === 0 ? 1 : 0.1));
  yield file('fort.25', plotBlocks.join(''));
  yield print(
    ` ${plane.rows * plane.columns} DATA WRITTEN ON UNIT 25 WITH THE FOLLOWING HEADER`,
    stage(block.keyword, pace.clock()),
  );
  return true;
}

interface Plane {
  readonly a: Vector3;
  readonly b: Vector3;
  readonly c: Vector3;
  readonly rows: number;
  readonly columns: number;
  readonly dx: number;
  readonly dy: number;
  readonly cosine: number;
}

/** A, B, C in Angstrom. */
function cornersOf(block: MapBlock, { wavefunction }: PropertiesContext): readonly Vector3[] | undefined {
  const unit = block.entries.some((entry) => entry.keyword === 'BOHR') ? bohrInAngstrom : 1;
  for (const entry of block.entries) {
    if (entry.keyword === 'COORDINA') {
      return entry.corners.map(([x = 0, y = 0, z = 0]): Vector3 => [x * unit, y * unit, z * unit]);
    }
    if (entry.keyword === 'ATOMS') {
      const vectors = primitiveVectors(wavefunction.system);
      return entry.atoms.map(([number = 0, ...cell]): Vector3 => {
        const atom = wavefunction.system.atoms[number - 1];
        const at = (axis: number): number => (atom?.position[axis] ?? 0) + (cell[axis] ?? 0);
        return cartesianOf(wavefunction.system, [at(0), at(1), at(2)], vectors);
      });
    }
  }
  return undefined;
}

function planeOf(corners: readonly Vector3[], rows: number): Plane {
  const [a, b, c] = [corners[0] ?? zero, corners[1] ?? zero, corners[2] ?? zero];
  const [ba, bc] = [subtract(a, b), subtract(c, b)];
  const dy = norm(ba) / Math.max(1, rows - 1);
  const columns = Math.max(2, Math.min(mostPoints, Math.round(norm(bc) / (dy || 1)) + 1));
  const cosine = dot(ba, bc) / (norm(ba) * norm(bc) || 1);
  return { a, b, c, rows, columns, dx: norm(bc) / (columns - 1), dy, cosine };
}

const zero: Vector3 = [0, 0, 0];

function renderMap(plane: Plane, { wavefunction }: PropertiesContext, strength: number): string {
  const { system, electrons } = wavefunction;
  const vectors = primitiveVectors(system);
  const kind = (electrons.isConducting ? 2 : 0) + (electrons.isOpenShell ? 1 : 0);
  const number = (value: number): string => scientific(value, 12, 5);
  const values: string[] = [];
  for (let column = 0; column < plane.columns; column++) {
    for (let row = 0; row < plane.rows; row++) {
      const wave =
        Math.cos((2 * Math.PI * column) / plane.columns) * Math.cos((2 * Math.PI * row) / plane.rows);
      values.push(number(strength * (0.2 + 0.15 * wave)));
    }
  }
  return [
    `-%-${kind}MAPN${integer(plane.rows, 5)}${integer(plane.columns, 5)}${[plane.dx, plane.dy, plane.cosine].map(number).join('')}`,
    [...plane.a, ...plane.b].map(number).join(''),
    `${plane.c.map(number).join('')}    ${integer(system.atoms.length, 4)}${integer(system.dimensionality, 4)}`,
    ...inRows(values, 6),
    ...system.atoms.map((atom) => {
      const { symbol } = elementFacts(atomicNumberOf(atom.number));
      const position = cartesianOf(system, atom.position, vectors).map((value) => scientific(value, 20, 12));
      return `${integer(atom.number, 4)} ${symbol.toUpperCase().padEnd(2)}${position.join('')}`;
    }),
    ...vectors.map((row) => row.map((value) => scientific(value, 20, 12)).join('')),
    '',
  ].join('\n');
}
