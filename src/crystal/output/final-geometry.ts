import type { CoarseCellDraft } from './blocks/coarse-cell.js';
import type { GeometryDraft } from './blocks/geometry.js';
import type { Cells, Dimensionality, PrintedAtom, PrintedGeometry, Vector3 } from './report.js';
import type { RunDraft } from './run-draft.js';

/**
 * The geometry a run ends with. A series (elastic constants, equation of state) prints deformed geometries too: there
 * only the one it starts from, or the optimised one, counts.
 */
export function finalGeometryOf({ geometry, elastic }: RunDraft): GeometryDraft | null {
  const isSeries = elastic.isElasticRun || elastic.isEquationOfState;
  const { final, lastPoint, lastInput, first } = geometry;
  if (final && lastPoint && !isSeries && lastPoint.line > final.line) return lastPoint;
  return final ?? (isSeries ? null : lastPoint) ?? lastInput ?? first;
}

/** The cells of the final geometry; where no geometry block is printed, the coarse cell of the header. */
export function cellsOf(coarse: CoarseCellDraft, final: GeometryDraft | null): Cells | null {
  const cells: Cells = {
    primitive: final ? final.primitiveCell : coarse.primitive,
    conventional: final?.conventionalCell ?? null,
    inputConventional: coarse.conventional,
    primitiveVolumeAngstrom3: final ? final.primitiveVolume : coarse.primitiveVolume,
    conventionalVolumeAngstrom3: final?.conventionalVolume ?? null,
    densityGramPerCm3: final?.density ?? null,
    centringCode: final?.centringCode ?? null,
  };
  return cells.primitive || cells.inputConventional ? cells : null;
}

export function printedGeometry(
  draft: GeometryDraft,
  dimensionality: Dimensionality | null,
): PrintedGeometry {
  return {
    source: draft.source === 'other' ? 'input' : draft.source,
    dimensionality: dimensionality ?? 3,
    point: draft.point,
    primitiveCell: draft.primitiveCell,
    primitiveCellLine: draft.primitiveCellLine,
    primitiveVolumeAngstrom3: draft.primitiveVolume,
    conventionalCell: draft.conventionalCell,
    conventionalCellLine: draft.conventionalCellLine,
    atoms: withCartesians(draft, dimensionality),
    conventionalAtoms: draft.conventionalAtoms,
    primitiveToConventional: draft.primitiveToConventional,
    primitiveVectors: draft.primitiveVectors,
    line: draft.line,
  };
}

/** Printed Cartesian coordinates; a molecule's positions are Cartesian themselves. */
function withCartesians(draft: GeometryDraft, dimensionality: Dimensionality | null): PrintedAtom[] {
  const cartesianOf = (atom: PrintedAtom, index: number): Vector3 | null =>
    draft.cartesians[index] ?? (dimensionality === 0 ? atom.position : null);
  return draft.atoms.map((atom, index) => ({ ...atom, cartesian: cartesianOf(atom, index) }));
}
