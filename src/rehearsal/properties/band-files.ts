import type { BandBlock } from '../../crystal/d3/blocks/band.js';
import type { Vector3 } from '../../crystal/d12/geometry.js';
import { fixed, fraction, inRows, integer, scientific } from '../fortran-format.js';
import type { Segment } from './band-path.js';
import type { PropertiesContext } from './properties-context.js';

/** BAND.DAT, and the blocks of fort.25: one for each segment and spin. */
export function renderBands(
  block: BandBlock,
  { bands, wavefunction }: PropertiesContext,
  path: readonly Segment[],
): { bandDat: string; fort25: string } {
  const { fermiHartree: fermi, isConducting } = wavefunction.electrons;
  const count = block.lastBand - block.firstBand + 1;
  const numbers = Array.from({ length: count }, (_, index) => block.firstBand + index);
  const points = path.reduce((total, segment) => total + segment.ks.length, 0);
  const header = [
    `# NKPT ${integer(points, 5)} NBND ${integer(count, 5)} NSPIN ${integer(bands.spins, 5)}`,
    `# NPANEL ${integer(path.length, 5)}`,
    ...tickPositions(path).map(
      ({ index }, place) => `# ${integer(index, 6)}   ${tickLabel(block, path, place)}`,
    ),
  ];
  const plots: string[] = [];
  const tables = ([0, 1] as const).slice(0, bands.spins).map((spin) => {
    // Most bands are flat: their text is made once.
    const relative = numbers.map((band) =>
      bands.isFlat(band, spin) ? fraction(bands.energy(band, spin, gamma) - fermi, 13, 5) : undefined,
    );
    const absolute = numbers.map((band) =>
      bands.isFlat(band, spin) ? scientific(bands.energy(band, spin, gamma), 12, 5) : undefined,
    );
    const rows: string[] = [];
    for (const segment of path) {
      const cells: string[] = [];
      segment.ks.forEach((k, place) => {
        const row: string[] = [fraction(segment.distances[place] ?? 0, 13, 5)];
        numbers.forEach((band, index) => {
          const energy = relative[index] === undefined ? bands.energy(band, spin, k) : 0;
          row.push(relative[index] ?? fraction(energy - fermi, 13, 5));
          cells.push(absolute[index] ?? scientific(energy, 12, 5));
        });
        rows.push(row.join(''));
      });
      plots.push(
        segmentBlock(segment, block, count, cells, fermi, (isConducting ? 2 : 0) + (bands.spins - 1)),
      );
    }
    return [
      ...plotHeader(spin, bands.spins, block, path),
      ...rows,
      `# EFERMI (HARTREE)  ${fixed(fermi, 9, 5)}`,
    ];
  });
  return { bandDat: `${[...header, ...tables.flat()].join('\n')}\n`, fort25: plots.join('') };
}

const gamma: Vector3 = [0, 0, 0];

function segmentBlock(
  segment: Segment,
  block: BandBlock,
  bands: number,
  cells: readonly string[],
  fermi: number,
  kind: number,
): string {
  const unit = (k: Vector3): string =>
    k.map((value) => integer(Math.round(value * Math.max(1, block.shrink)), 5)).join('');
  const lowest = scientific(fermi - 1, 12, 5);
  const highest = scientific(fermi + 1, 12, 5);
  return [
    `-%-${kind}BAND${integer(bands, 5)}${integer(segment.ks.length, 5)}${scientific(0, 12, 5)}${scientific(segment.step, 12, 5)}${scientific(fermi, 12, 5)}`,
    `${lowest}${highest}`,
    `${unit(segment.start)}${unit(segment.end)}`,
    ...inRows(cells, 6),
    '',
  ].join('\n');
}

/** Ends of the panels: index of the k point and distance. */
function tickPositions(path: readonly Segment[]): { index: number; distance: number }[] {
  let index = 0;
  const ticks = [{ index: 1, distance: 0 }];
  for (const segment of path) {
    index += segment.ks.length;
    ticks.push({ index, distance: segment.distances.at(-1) ?? 0 });
  }
  return ticks;
}

function tickLabel(block: BandBlock, path: readonly Segment[], place: number): string {
  if (block.shrink === 0) return 'A';
  const k = place === 0 ? path[0]?.start : path[place - 1]?.end;
  const cell = (value: number): string => {
    const text = String(Math.round(value * block.shrink));
    // The field holds one digit.
    return text.length > 1 ? '*' : text;
  };
  return `(${(k ?? gamma).map(cell).join(',')})/${block.shrink}`;
}

function plotHeader(spin: number, spins: number, block: BandBlock, path: readonly Segment[]): string[] {
  const ticks = tickPositions(path);
  return [
    `@ WITH G${spin}`,
    `@ G${spin} ON`,
    `@ TITLE "${spins === 1 ? 'BAND STRUCTURE' : spin === 0 ? 'ALPHA' : 'BETA'}"`,
    '@ DEFAULT COLOR 1',
    '@ XAXIS TICK ON',
    '@ XAXIS TICKLABEL ON',
    '@ XAXIS TICKLABEL CHAR SIZE 0.8',
    '@ XAXIS TICK TYPE SPEC',
    '@ XAXIS TICKLABEL TYPE SPEC',
    '@ XAXIS TICK MAJOR GRID ON',
    '@ YAXIS LABEL "E-EFERMI (HARTREE)"',
    '@ AUTOSCALE ONREAD YAXES',
    '@ AUTOTICKS',
    `@ XAXIS TICK SPEC ${integer(ticks.length, 5)}`,
    ...ticks.flatMap(({ distance }, place) => [
      `@ XAXIS TICK ${integer(place, 5)}, ${fixed(distance, 11, 5)}`,
      `@ XAXIS TICKLABEL ${integer(place, 4)},"${tickLabel(block, path, place)}"`,
    ]),
    `@ WORLD ${fixed(0, 12, 5)},${fixed(-1, 12, 1)},${fixed(ticks.at(-1)?.distance ?? 0, 12, 5)},${fixed(1, 12, 1)}`,
    '@ VIEW      0.15000,     0.15000,     1.14418,     0.85000',
  ];
}
