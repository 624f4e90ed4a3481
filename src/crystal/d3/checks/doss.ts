import { mostProjections, type DossBlock, type SpectrumHeader } from '../blocks/doss.js';
import type { OverlapBlock } from '../blocks/overlap.js';
import type { Projection } from '../blocks/projection.js';
import type { ParentRun } from '../parent-run.js';
import { bandCount } from '../steps/band.js';
import { error, warning, when, type Remark } from '../../finding.js';

export const dossRemarks = (block: DossBlock, run: ParentRun | undefined): readonly Remark[] => [
  ...when(
    block.projections.length > mostProjections,
    error(
      'doss-projections',
      `DOSS has ${block.projections.length} projections, CRYSTAL takes ${mostProjections}`,
      'divide them over several runs',
    ),
  ),
  ...spectrumRemarks('DOSS', block, run),
  ...block.projections.flatMap((projection, index) => projectionRemarks(projection, index, run)),
];

export const overlapRemarks = (block: OverlapBlock, run: ParentRun | undefined): readonly Remark[] => [
  ...spectrumRemarks(block.keyword, block, run),
  ...block.interactions.flatMap((pair, index) =>
    pair.flatMap((projection) => projectionRemarks(projection, index, run)),
  ),
];

function spectrumRemarks(
  keyword: string,
  header: SpectrumHeader,
  run: ParentRun | undefined,
): readonly Remark[] {
  const { firstBand, lastBand, polynomials, points } = header;
  return [
    ...when(
      firstBand < 0 !== lastBand < 0,
      error(
        'doss-range',
        `${keyword} has INZB ${firstBand} and IFNB ${lastBand}: both are negative (window) or none (bands)`,
        'write -1 -1 and the window, or two bands',
      ),
    ),
    ...when(
      firstBand >= 0 && (firstBand < 1 || lastBand < firstBand),
      error(
        'doss-range',
        `${keyword} runs from band ${firstBand} to ${lastBand}`,
        'write bands from 1 upwards',
      ),
    ),
    ...when(
      polynomials < 1 || polynomials > 25,
      error('doss-polynomials', `${keyword} has NPOL ${polynomials}`, 'use 10 to 18, at most 25'),
    ),
    ...when(points < 2, error('doss-points', `${keyword} has ${points} energies`, 'use some hundred')),
    ...when(
      header.plot === 0,
      warning('doss-no-plot', `IPLO 0 writes neither DOSS.DAT nor fort.25`, 'write IPLO 2'),
    ),
    ...windowRemarks(keyword, header, run),
    ...bandRemarks(keyword, header, run),
  ];
}

function windowRemarks(
  keyword: string,
  header: SpectrumHeader,
  run: ParentRun | undefined,
): readonly Remark[] {
  if (!header.windowHartree) return [];
  const [low, high] = header.windowHartree;
  const fermi = run?.fermiHartree ?? null;
  return [
    ...when(
      low >= high,
      error(
        'doss-window',
        `the window of ${keyword} goes from ${low} to ${high} hartree`,
        'write it from low to high',
      ),
    ),
    ...when(
      fermi !== null && (fermi < low || fermi > high),
      warning(
        'doss-window-fermi',
        `the window ${low} to ${high} hartree does not hold the Fermi energy ${(fermi ?? 0).toFixed(4)}; it is absolute`,
        'add the Fermi energy to energies that were meant relative to it',
      ),
    ),
  ];
}

function bandRemarks(keyword: string, header: SpectrumHeader, run: ParentRun | undefined): readonly Remark[] {
  if (!run) return [];
  const most = bandCount(run);
  return [
    ...when(
      run.dimensionality === 0,
      error('doss-molecule', `${keyword} of a molecule has no meaning`, `leave ${keyword} out`),
    ),
    ...when(
      header.lastBand > most,
      error(
        'doss-beyond',
        `band ${header.lastBand} is asked for, ${run.source} has ${most}`,
        `write IFNB ${most} or less`,
      ),
    ),
    ...when(
      header.firstBand === 1 && header.lastBand === most,
      warning(
        'doss-all-bands',
        `${keyword} over all bands spreads its ${header.points} energies over the core levels too`,
        'write -1 -1 and a window around the Fermi energy',
      ),
    ),
  ];
}

function projectionRemarks(
  projection: Projection,
  index: number,
  run: ParentRun | undefined,
): readonly Remark[] {
  const { members, of } = projection;
  const most = run ? (of === 'functions' ? run.aoCount : run.atoms.length) : Infinity;
  const wrong = members.find((member) => member < 1 || member > most);
  const what = of === 'functions' ? 'basis function' : 'atom';
  return [
    ...when(
      wrong !== undefined,
      error(
        'projection-beyond',
        `projection ${index + 1} names ${what} ${wrong ?? ''}` + (run ? `, ${run.source} has ${most}` : ''),
        'name existing ones',
      ),
    ),
    ...when(
      new Set(members).size < members.length,
      warning('projection-twice', `projection ${index + 1} names a ${what} twice`, 'name each once'),
    ),
  ];
}
