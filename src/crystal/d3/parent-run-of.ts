import { combine, type Matrix3, type Vector3 } from '../kpath/lattice-math.js';
import { vectorsOfCell } from '../kpath/vectors-of-cell.js';
import { CrystalqError } from '../../errors/crystalq-error.js';
import type { OutputReport, PrintedAtom, PrintedGeometry } from '../output/report.js';
import type { ParentAtom, ParentRun } from './parent-run.js';

/** What a property deck needs of a finished run. Throws OUTPUT_UNREADABLE where the output lacks what every deck needs. */
export function parentRunOf(report: OutputReport): ParentRun {
  const geometry = report.finalGeometry ?? report.initialGeometry;
  if (!geometry || report.basisFunctions === null) {
    throw new CrystalqError(
      'OUTPUT_UNREADABLE',
      `${report.file}: a property deck needs the geometry and the number of basis functions of a finished SCF run, ` +
        'and this output does not print them',
      { hint: 'Name the output of the SP or OPT whose wavefunction is to be used.' },
    );
  }
  return {
    source: report.file,
    aoCount: report.basisFunctions,
    electrons: report.electrons,
    ...structureOf(report, geometry),
    ...statesOf(report),
  };
}

function structureOf(report: OutputReport, geometry: PrintedGeometry) {
  const primitiveVectors = report.primitiveVectors ?? geometry.primitiveVectors ?? vectorsFromCell(geometry);
  const dimensionality = report.dimensionality ?? geometry.dimensionality;
  return {
    dimensionality,
    primitiveVectors,
    primitiveToConventional: geometry.primitiveToConventional,
    groupSymbol: report.symmetry?.symbol ?? null,
    rotations: report.symmetryOperators.map((operator) => operator.rotation),
    atoms: geometry.atoms.map((atom) => parentAtom(atom, report, dimensionality, primitiveVectors)),
  };
}

function statesOf(report: OutputReport) {
  const edges = edgesOf(report);
  const shrink = report.shrink;
  return {
    shell: report.shell ?? 'closed',
    twoComponent: report.hamiltonian?.twoComponent ?? false,
    occupiedBands: report.occupiedBands,
    shrink: shrink && { mesh: shrink.mesh, gilat: shrink.gilat ?? 2 * Math.max(...shrink.mesh) },
    fermiHartree: report.fermiHartree ?? edges?.valenceTopHartree ?? null,
    edges,
    conducting: report.conducting,
    converged: report.scf?.converged ?? false,
  };
}

function parentAtom(
  atom: PrintedAtom,
  report: OutputReport,
  dimensionality: number,
  primitive: Matrix3,
): ParentAtom {
  const basis = report.atomicBasis.find((entry) => entry.atom === atom.number);
  return {
    number: atom.number,
    symbol: atom.symbol.charAt(0).toUpperCase() + atom.symbol.slice(1).toLowerCase(),
    atomicNumber: atom.atomicNumber,
    cartesian: atom.cartesian ?? toCartesian(atom.position, dimensionality, primitive),
    shells: basis?.shells ?? [],
  };
}

/** Fractional along periodic directions, Angstrom along the others. */
function toCartesian(position: Vector3, dimensionality: number, primitive: Matrix3): Vector3 {
  const [x, y, z] = position;
  switch (dimensionality) {
    case 3:
      return combine(position, primitive);
    case 2: {
      const plane = combine([x, y, 0], primitive);
      return [plane[0], plane[1], z];
    }
    case 1: {
      const axis = combine([x, 0, 0], primitive);
      return [axis[0], y, z];
    }
    default:
      return position;
  }
}

const farApart: Matrix3 = [
  [500, 0, 0],
  [0, 500, 0],
  [0, 0, 500],
];

/** Shape is all that k points need: the orientation is ours where the run does not print its vectors. */
const vectorsFromCell = (geometry: PrintedGeometry): Matrix3 =>
  geometry.primitiveCell ? vectorsOfCell(geometry.primitiveCell) : farApart;

function edgesOf(report: OutputReport): ParentRun['edges'] {
  if (report.conducting === true || report.levelShiftHartree !== null) return null;
  const energies = (edge: 'valence' | 'conduction') =>
    report.bandEdges.filter((entry) => entry.edge === edge).map((entry) => entry.energyHartree);
  const valence = energies('valence');
  const conduction = energies('conduction');
  if (valence.length === 0 || conduction.length === 0) return null;
  return { valenceTopHartree: Math.max(...valence), conductionBottomHartree: Math.min(...conduction) };
}
