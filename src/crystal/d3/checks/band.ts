import { longestBandTitle, type BandBlock, type NumberSegment } from '../blocks/band.js';
import type { ParentRun } from '../parent-run.js';
import { bandCount } from '../steps/band.js';
import { error, warning, when, type Remark } from '../../finding.js';

export function bandRemarks(block: BandBlock, run: ParentRun | undefined): readonly Remark[] {
  const { firstBand, lastBand, segments } = block;
  return [
    ...when(
      block.title.length > longestBandTitle,
      warning(
        'band-title',
        `the title has ${block.title.length} characters`,
        `use at most ${longestBandTitle}`,
      ),
    ),
    ...when(
      segments.length < 1,
      error('band-empty', 'BAND has no segments (NLINE)', 'give one segment or more'),
    ),
    ...when(
      firstBand < 1 || lastBand < firstBand,
      error(
        'band-range',
        `BAND runs from band ${firstBand} to ${lastBand}`,
        'write INZB and IFNB from 1 upwards',
      ),
    ),
    ...when(
      block.plot === 0,
      warning('band-no-plot', 'IPLO 0 writes neither BAND.DAT nor fort.25', 'write IPLO 1'),
    ),
    ...when(
      block.points < 20 * segments.length,
      warning(
        'band-points',
        `${block.points} k points for ${segments.length} segments: short segments get a single point`,
        `write NSUB ${20 * segments.length} or more`,
      ),
    ),
    ...pathRemarks(block),
    ...(run ? againstRun(block, run) : []),
  ];
}

const numbers = (block: BandBlock): readonly NumberSegment[] =>
  block.segments.flatMap((segment) => ('letters' in segment ? [] : [segment]));

function pathRemarks(block: BandBlock): readonly Remark[] {
  const coordinates = numbers(block).flatMap(({ start, end }) => [...start, ...end]);
  return [
    ...when(
      block.shrink === 0,
      warning(
        'band-letters',
        'ISS 0 names points by letters: BAND.DAT then carries no usable labels, and CRYSTAL names other points than ' +
          'SeeK-path and Setyawan-Curtarolo do',
        'write coordinates: `crystalq d3 BAND --from OUTPUT` does',
      ),
    ),
    ...when(
      block.shrink < 0,
      error('band-shrink', `the unit of the coordinates, ISS, is ${block.shrink}`, 'write a positive ISS'),
    ),
    ...when(
      coordinates.some((x) => !Number.isInteger(x)),
      error(
        'band-fractions',
        'the ends of segments are whole numbers in units of 1/ISS; CRYSTAL cuts fractions off, so that they collapse',
        'multiply the fractions with ISS',
      ),
    ),
    ...numbers(block).flatMap(({ start, end, note }, index) =>
      when(
        start.every((x, i) => x === end[i]),
        warning(
          'band-segment-empty',
          `segment ${index + 1} ${note} starts where it ends (${start.join(' ')})`,
          'leave it out',
        ),
      ),
    ),
  ];
}

function againstRun(block: BandBlock, run: ParentRun): readonly Remark[] {
  const offPlane = numbers(block).some(({ start, end }) =>
    [start, end].some((point) => point.slice(run.dimensionality).some((x) => x !== 0)),
  );
  return [
    ...when(
      run.dimensionality === 0,
      error('band-molecule', 'a molecule has no band structure', 'leave BAND out'),
    ),
    ...when(
      block.lastBand > bandCount(run),
      error(
        'band-beyond',
        `band ${block.lastBand} is asked for, ${run.source} has ${bandCount(run)}`,
        `write IFNB ${bandCount(run)} or less`,
      ),
    ),
    ...when(
      run.dimensionality > 0 && run.dimensionality < 3 && offPlane,
      error(
        'band-open-direction',
        'the path leaves the periodic directions: the other coordinates must be 0',
        'write 0 there',
      ),
    ),
  ];
}
