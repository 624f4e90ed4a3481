import { CrystalqError } from '../../errors/crystalq-error.js';
import type { DeckAtom, DeckGeometry } from '../d12/geometry.js';
import type { CellParameters, OutputReport, PrintedAtom, PrintedGeometry } from '../output/report.js';

/** Layer groups of CRYSTAL's numbering with a centred rectangular cell (manual, table A.2). */
const centredLayerGroups = new Set([10, 13, 16, 22, 26, 35, 36, 47, 48]);

/**
 * The geometry header of a follow-up deck: group, setting and origin stay the parent's, cell and asymmetric atoms are
 * those of the final geometry that its output prints.
 *
 * @throws DECK_INVALID where the output does not print the geometry in the parent's terms (symmetry lost, edited cell).
 */
export function finalDeckGeometry(parent: DeckGeometry, report: OutputReport): DeckGeometry {
  const printed = report.finalGeometry;
  if (!printed) throw cannot(report, 'it prints no geometry');
  switch (parent.kind) {
    case 'CRYSTAL': {
      const { cell, atoms } = crystallographic(printed, parent.rhombohedralAxes === 1, report);
      return { ...parent, cell: minimalLike(parent, cell), atoms: sameNumber(parent.atoms, atoms, report) };
    }
    case 'SLAB':
      return { ...parent, ...slab(parent.group, parent.cell.length, parent.atoms, printed, report) };
    case 'POLYMER':
    case 'HELIX':
      return {
        ...parent,
        cell: [primitiveCell(printed, report)[0]],
        atoms: sameNumber(parent.atoms, printed.atoms.filter(isAsymmetric), report),
      };
    case 'MOLECULE':
      return { ...parent, atoms: sameNumber(parent.atoms, printed.atoms.filter(isAsymmetric), report) };
    case 'EXTERNAL':
    case 'DLVINPUT':
      throw cannot(report, 'its deck took the geometry from fort.34');
  }
}

const isAsymmetric = ({ asymmetric }: PrintedAtom): boolean => asymmetric;

/** The cell that the deck speaks of: the conventional one, or the rhombohedral (primitive) one. */
function crystallographic(
  printed: PrintedGeometry,
  isRhombohedral: boolean,
  report: OutputReport,
): { cell: CellParameters; atoms: readonly PrintedAtom[] } {
  const { conventionalCell, conventionalAtoms } = printed;
  // Printed only where it differs from the primitive cell.
  if (conventionalCell && conventionalAtoms.length > 0 && !isRhombohedral) {
    return { cell: conventionalCell, atoms: conventionalAtoms.filter(isAsymmetric) };
  }
  return { cell: primitiveCell(printed, report), atoms: printed.atoms.filter(isAsymmetric) };
}

function primitiveCell(printed: PrintedGeometry, report: OutputReport): CellParameters {
  if (!printed.primitiveCell) throw cannot(report, 'it prints no cell');
  return printed.primitiveCell;
}

/** The parameters of the parent's record: as many as it has, and the same ones. */
function minimalLike(
  parent: Extract<DeckGeometry, { kind: 'CRYSTAL' }>,
  [a, b, c, alpha, beta, gamma]: CellParameters,
): readonly number[] {
  switch (parent.cell.length) {
    case 1:
      return [a];
    case 2:
      return parent.rhombohedralAxes === 1 ? [a, alpha] : [a, c];
    case 3:
      return [a, b, c];
    case 4:
      return [a, b, c, uniqueAngle([alpha, beta, gamma], parent.symbolFlag === 0)];
    default:
      return [a, b, c, alpha, beta, gamma];
  }
}

/** Monoclinic: beta by number; a full symbol may make another axis unique, and its angle is the one that is not 90. */
function uniqueAngle(angles: readonly [number, number, number], isByNumber: boolean): number {
  if (isByNumber) return angles[1];
  const oblique = angles.find((angle) => Math.abs(angle - 90) > 1e-4);
  return oblique ?? angles[1];
}

function slab(
  group: number,
  cellLength: number,
  before: readonly DeckAtom[],
  printed: PrintedGeometry,
  report: OutputReport,
): { cell: readonly number[]; atoms: readonly DeckAtom[] } {
  const asymmetric = printed.atoms.filter(isAsymmetric);
  const [a, b, , , , gamma] = primitiveCell(printed, report);
  if (!centredLayerGroups.has(group)) {
    const cell = [a, b, gamma].slice(0, cellLength);
    return { cell, atoms: sameNumber(before, asymmetric, report) };
  }
  // a1 = (A + B)/2, a2 = (-A + B)/2: A = a1 - a2, B = a1 + a2.
  const cosine = Math.cos((gamma * Math.PI) / 180);
  const cell = [Math.sqrt(a * a + b * b - 2 * a * b * cosine), Math.sqrt(a * a + b * b + 2 * a * b * cosine)];
  const atoms = asymmetric.map((atom): PrintedAtom => {
    const [x, y, z] = atom.position;
    return { ...atom, position: [(x - y) / 2, (x + y) / 2, z] };
  });
  return { cell, atoms: sameNumber(before, atoms, report) };
}

/** Each asymmetric atom once, as before: another number means that the group is no longer the parent's. */
function sameNumber(
  before: readonly DeckAtom[],
  printed: readonly PrintedAtom[],
  report: OutputReport,
): readonly DeckAtom[] {
  if (printed.length !== before.length) {
    throw cannot(report, `it has ${printed.length} asymmetric atoms, its deck had ${before.length}`);
  }
  return printed.map(({ conventionalNumber, position }) => ({ number: conventionalNumber, position }));
}

const cannot = (report: OutputReport, why: string): CrystalqError =>
  new CrystalqError(
    'DECK_INVALID',
    `${report.file}: no follow-up deck can be made from this output: ${why}.`,
    {
      hint: 'Enqueue the final geometry as a structure of its own (crystalq export), with --symmetry p1 if need be.',
    },
  );
