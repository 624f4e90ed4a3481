import type { DossBlock } from '../../crystal/d3/blocks/doss.js';
import type { Projection } from '../../crystal/d3/blocks/projection.js';
import { file, print } from '../act.js';
import { stopWithError } from '../endings.js';
import { fixed, inRows, integer, scientific } from '../fortran-format.js';
import { hartreeInElectronVolt, type Electrons } from '../model/electrons.js';
import { stage } from '../print/frame.js';
import type { Play, PropertiesContext } from './properties-context.js';

/*
 *  TOTAL AND PROJECTED DENSITY OF STATES - FOURIER LEGENDRE METHOD
 *  FROM BAND    8 TO BAND   14 ENERGY RANGE -0.70000E+00  0.80000E+00
 */

/** DOSS: projections and total on an energy grid, in DOSS.DAT and fort.25. */
export function* playDoss(block: DossBlock, context: PropertiesContext): Play {
  const { wavefunction, pace, plotBlocks } = context;
  const refusal = refusalOf(block, context);
  if (refusal !== undefined) {
    yield* stopWithError('DOSS', refusal, pace.clock());
    return false;
  }
  const spectrum = spectrumOf(block, wavefunction.electrons);
  const [low, high] = spectrum.window;
  const hashes = ` ${'#'.repeat(79)}`;
  yield print(
    hashes,
    '',
    ' TOTAL AND PROJECTED DENSITY OF STATES - FOURIER LEGENDRE METHOD',
    ` FROM BAND${integer(spectrum.bands[0], 5)} TO BAND${integer(spectrum.bands[1], 5)} ENERGY RANGE${scientific(low, 13, 5)}${scientific(high, 13, 5)}`,
    '',
    hashes,
    '',
    ` NUMBER OF LEGENDRE POLYNOMIALS${integer(block.polynomials, 16)}`,
    ` NUMBER OF PROJECTIONS${integer(block.projections.length, 25)}`,
    ` NUMBER OF ENERGY POINTS${integer(Math.max(0, block.points - 2), 23)}`,
    '',
  );
  yield pace.wait(context.share);
  if (block.plot !== 0) {
    yield file('DOSS.DAT', renderDossDat(spectrum, wavefunction.electrons));
    plotBlocks.push(renderFort25(block, spectrum, wavefunction.electrons));
    yield file('fort.25', plotBlocks.join(''));
  }
  yield print(stage('DOSS', pace.clock()));
  return true;
}

interface Spectrum {
  readonly window: readonly [number, number];
  readonly bands: readonly [number, number];
  readonly step: number;
  /** Hartree, absolute; two more than asked for, with zero density at both ends. */
  readonly energies: readonly number[];
  /** Share of the total of each projection, the total (1) last. */
  readonly shares: readonly number[];
  readonly sizes: readonly number[];
  readonly totals: readonly number[];
}

const mostPoints = 100_000;

function refusalOf(
  block: DossBlock,
  { wavefunction, hasEigenvectors }: PropertiesContext,
): string | undefined {
  const { electrons, system } = wavefunction;
  if (!hasEigenvectors) return 'NEWK MUST BE CALLED BEFORE DOSS';
  if (block.points < 2 || block.points > mostPoints) return `WRONG NUMBER OF POINTS ${block.points}`;
  if (block.projections.length > 15) return 'TOO MANY PROJECTIONS';
  if (block.windowHartree === null && (block.firstBand < 1 || block.lastBand > electrons.aoCount)) {
    return `WRONG BAND RANGE ${block.firstBand} ${block.lastBand}`;
  }
  const highest = { functions: electrons.aoCount, atoms: system.atoms.length };
  const isWrong = (projection: Projection): boolean =>
    projection.members.some((member) => member < 1 || member > highest[projection.of]);
  return block.projections.some(isWrong) ? 'WRONG ATOM OR AO IN A PROJECTION' : undefined;
}

function spectrumOf(block: DossBlock, electrons: Electrons): Spectrum {
  const { fermiHartree: fermi, occupied, aoCount } = electrons;
  const [low, high] = block.windowHartree ?? [fermi - 0.6, fermi + 0.8];
  const points = Math.max(2, block.points);
  const step = (high - low) / (points - 1);
  const energies = Array.from({ length: points + 2 }, (_, index) => low + (index - 1) * step);
  const sizes = block.projections.map((projection) => functionsIn(projection, electrons));
  return {
    window: [low, high],
    bands: block.windowHartree
      ? [Math.max(1, occupied.alpha - 7), Math.min(aoCount, occupied.alpha + 8)]
      : [block.firstBand, block.lastBand],
    step,
    energies,
    shares: [...sizes.map((size) => size / Math.max(1, aoCount)), 1],
    sizes: [...sizes, aoCount],
    totals: energies.map((energy, index) =>
      index === 0 || index === energies.length - 1 ? 0 : density(energy, electrons),
    ),
  };
}

/** How many basis functions a projection sums over. */
function functionsIn(projection: Projection, electrons: Electrons): number {
  if (projection.of === 'functions') return projection.members.length;
  return projection.members.reduce(
    (total, atom) => total + (electrons.atoms[atom - 1]?.basis.aoCount ?? 0),
    0,
  );
}

/** States per hartree and cell: a valence hump that ends at the Fermi energy, a gap, a rising conduction band. */
function density(energy: number, electrons: Electrons): number {
  const gap = electrons.gapElectronVolt / hartreeInElectronVolt;
  const below = electrons.fermiHartree - energy;
  const above = energy - electrons.fermiHartree - gap;
  const scale = electrons.electronCount;
  if (electrons.isConducting)
    return scale * (1.2 + 0.5 * Math.cos(energy * 40)) * Math.exp(-((energy + 0.2) ** 2));
  if (below >= 0) return below > 0.25 ? 0 : scale * 8 * Math.sqrt(below * (0.25 - below));
  return above >= 0 ? scale * 1.5 * Math.sqrt(above) : 0;
}

function renderDossDat(spectrum: Spectrum, electrons: Electrons): string {
  const { fermiHartree: fermi } = electrons;
  const spins = electrons.isOpenShell ? 2 : 1;
  const fermiLine = `# EFERMI (HARTREE)  ${fixed(fermi, 9, 5)}`;
  const table = (sign: 1 | -1): string[] => [
    ...spectrum.energies.map((energy, index) => {
      const values = spectrum.shares.map((share) =>
        scientific((sign * share * (spectrum.totals[index] ?? 0)) / spins, 12, 4),
      );
      return `${scientific(energy - fermi, 12, 4)}${values.join('')}`;
    }),
    fermiLine,
  ];
  return `${[
    `# NEPTS ${integer(spectrum.energies.length, 5)} NPROJ ${integer(spectrum.shares.length, 5)} NSPIN ${integer(spins, 5)}`,
    '#',
    '@ XAXIS LABEL "E-EFERMI (HARTREE)"',
    '@ YAXIS LABEL "DENSITY OF STATES (STATES/HARTREE/CELL)"',
    ...table(1),
    ...(spins === 2 ? ['&', ...table(-1)] : []),
  ].join('\n')}\n`;
}

function renderFort25(block: DossBlock, spectrum: Spectrum, electrons: Electrons): string {
  const spins = electrons.isOpenShell ? 2 : 1;
  const kind = (electrons.isConducting ? 2 : 0) + spins - 1;
  const first = spectrum.energies[0] ?? 0;
  const blocks: string[] = [];
  for (let spin = 0; spin < spins; spin++) {
    spectrum.shares.forEach((share, index) => {
      const sign = spin === 0 ? 1 : -1;
      const values = spectrum.totals.map((total) => scientific((sign * share * total) / spins, 12, 5));
      blocks.push(
        [
          `-%-${kind}DOSS${integer(1, 5)}${integer(spectrum.energies.length, 5)}${scientific(0, 12, 5)}${scientific(spectrum.step, 12, 5)}${scientific(electrons.fermiHartree, 12, 5)}`,
          `${scientific(0, 12, 5)}${scientific(first, 12, 5)}`,
          [index + 1, spectrum.sizes[index] ?? 0, 0, 0, 0, 0].map((value) => integer(value, 5)).join(''),
          ...inRows(values, 6),
          '',
        ].join('\n'),
      );
    });
  }
  return blocks.join('');
}
