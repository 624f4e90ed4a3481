import type { GridBlock } from '../blocks/grid.js';
import type { ParentRun } from '../parent-run.js';
import { bohrPerAngstrom } from '../steps/units.js';
import { error, warning, when, type Remark } from '../../finding.js';

export function gridRemarks(block: GridBlock, run: ParentRun | undefined): readonly Remark[] {
  const { keyword, extent } = block;
  const inverted =
    extent?.keyword === 'RANGE' && extent.minimaBohr.some((low, i) => low >= (extent.maximaBohr[i] ?? low));
  return [
    ...when(block.points < 2, error('grid-points', `${keyword} has NP ${block.points}`, 'write about 100')),
    ...when(
      inverted,
      error('grid-range', `a RANGE of ${keyword} goes from high to low`, 'write minima, then maxima'),
    ),
    ...(run ? againstRun(block, run) : []),
  ];
}

function againstRun({ keyword, extent }: GridBlock, run: ParentRun): readonly Remark[] {
  const wanted = 3 - run.dimensionality;
  const given = extent ? (extent.keyword === 'SCALE' ? extent.factors : extent.minimaBohr).length : 0;
  return [
    ...when(
      wanted > 0 && !extent,
      error(
        'grid-no-extent',
        `${keyword} of a system with ${wanted} directions without periodicity needs SCALE or RANGE`,
        `write RANGE with ${wanted} minima and ${wanted} maxima in bohr`,
      ),
    ),
    ...when(
      wanted === 0 && extent !== null,
      error(
        'grid-extent',
        `${keyword} of a crystal takes no ${extent?.keyword ?? ''}`,
        'delete it and its records',
      ),
    ),
    ...when(
      wanted > 0 && extent !== null && given !== wanted,
      error(
        'grid-extent-length',
        `${extent?.keyword ?? ''} of ${keyword} has ${given} numbers, ${wanted} directions have no periodicity`,
        `write ${wanted} numbers`,
      ),
    ),
    ...when(
      extent?.keyword === 'RANGE' && given === wanted && cutsAtoms(extent, run),
      warning('grid-cuts-atoms', `the RANGE of ${keyword} leaves atoms outside`, 'widen it; it is in bohr'),
    ),
  ];
}

function cutsAtoms(
  extent: { readonly minimaBohr: readonly number[]; readonly maximaBohr: readonly number[] },
  run: ParentRun,
): boolean {
  return extent.minimaBohr.some((low, index) => {
    const high = extent.maximaBohr[index] ?? low;
    return run.atoms.some((atom) => {
      const place = (atom.cartesian[run.dimensionality + index] ?? 0) * bohrPerAngstrom;
      return place < low || place > high;
    });
  });
}
