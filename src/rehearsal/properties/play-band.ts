import type { BandBlock } from '../../crystal/d3/blocks/band.js';
import type { Vector3 } from '../../crystal/d12/geometry.js';
import { file, print } from '../act.js';
import { stopWithError } from '../endings.js';
import { fixed, integer } from '../fortran-format.js';
import { boxed, ruler, stage } from '../print/frame.js';
import { renderBands } from './band-files.js';
import { bandPath, type Segment } from './band-path.js';
import type { Play, PropertiesContext } from './properties-context.js';

/*
 *  *  FROM BAND   1 TO BAND  26                                                  *
 *  LINE  1 ( 0.00 0.00 0.00: 0.50 0.00 0.50) IN TERMS OF PRIMITIVE LATTICE VECTORS
 *   53 POINTS - SHRINKING_FACTOR 208
 */

/** BAND: the path in the output, BAND.DAT and a block per segment in fort.25. */
export function* playBand(block: BandBlock, context: PropertiesContext): Play {
  const { bands, pace, wavefunction, plotBlocks } = context;
  const refusal = refusalOf(block, bands.count, wavefunction.system.dimensionality);
  if (refusal !== undefined) {
    yield* stopWithError('BAND', refusal, pace.clock());
    return false;
  }
  const path = bandPath(block, wavefunction.system);
  const points = path.reduce((total, segment) => total + segment.ks.length, 0);
  yield print(
    ruler,
    boxed(''),
    boxed('  BAND STRUCTURE'),
    boxed(`  ${block.title.slice(0, 72)}`),
    boxed(`  FROM BAND${integer(block.firstBand, 4)} TO BAND${integer(block.lastBand, 4)}`),
    boxed(`  TOTAL OF${integer(points, 4)} K-POINTS ALONG THE PATH`),
    boxed(''),
    ruler,
    '',
    ...path.flatMap((segment, index) => segmentLines(segment, index, block)),
  );
  yield pace.wait(context.share);
  const text = renderBands(block, context, path);
  if (block.plot !== 0) {
    yield file('BAND.DAT', text.bandDat);
    plotBlocks.push(text.fort25);
    yield file('fort.25', plotBlocks.join(''));
  }
  yield print('', stage('BAND', pace.clock()));
  return true;
}

const mostPoints = 20_000;

function refusalOf(block: BandBlock, count: number, dimensionality: number): string | undefined {
  if (dimensionality === 0) return 'BAND STRUCTURE OF A MOLECULE';
  if (block.firstBand < 1 || block.lastBand > count || block.firstBand > block.lastBand) {
    return `WRONG BAND RANGE ${block.firstBand} ${block.lastBand}`;
  }
  if (block.points < 1 || block.points > mostPoints) return `WRONG NUMBER OF POINTS ${block.points}`;
  return block.segments.length === 0 ? 'NO LINES' : undefined;
}

function segmentLines(segment: Segment, index: number, block: BandBlock): string[] {
  const point = (k: Vector3): string => k.map((value) => fixed(value, 5, 2)).join('');
  return [
    ` LINE${integer(index + 1, 3)} (${point(segment.start)}:${point(segment.end)}) IN TERMS OF PRIMITIVE LATTICE VECTORS`,
    `${integer(segment.ks.length, 4)} POINTS - SHRINKING_FACTOR${integer(Math.max(1, block.shrink) * segment.intervals, 4)}`,
    '',
  ];
}
