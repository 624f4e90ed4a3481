import type { BandEdge, OutputReport, Spin } from './report.js';
import { propertyCatalogue, type PropertyName } from './property-catalogue.js';

type PropertyValue = number | string | readonly unknown[] | Readonly<Record<string, unknown>>;

export interface Property {
  readonly name: PropertyName;
  readonly value: PropertyValue;
  readonly unit: string;
  /** 1-based line of the output; null where the value has no single line. */
  readonly line: number | null;
}

type Found = readonly [name: PropertyName, value: PropertyValue | null | undefined, line?: number | null];

/** Everything of the catalogue that the output says, with unit and line. What it does not say is not in the list. */
export function propertiesOf(report: OutputReport): Property[] {
  return [
    ...energies(report),
    ...bands(report),
    ...structure(report),
    ...electrons(report),
    ...vibrations(report),
    ...elasticity(report),
    ...resources(report),
  ].flatMap(([name, value, line]) =>
    isSaid(value) ? [{ name, value, unit: unitOf(name, report), line: line ?? null }] : [],
  );
}

const isSaid = (value: PropertyValue | null | undefined): value is PropertyValue =>
  value !== null && value !== undefined && !(Array.isArray(value) && value.length === 0);

const unitOf = (name: PropertyName, report: OutputReport): string =>
  name === 'elasticConstants' && report.elastic ? report.elastic.unit : propertyCatalogue[name].unit;

function energies(report: OutputReport): Found[] {
  const { energyHartree, energies: parts, atoms, lines, converged, optimization } = report;
  const perAtom = energyHartree !== null && atoms !== null && atoms > 0 ? energyHartree / atoms : null;
  const energyLine = energyLineOf(report);
  const found: Found[] = [
    ['energy', energyHartree, energyLine],
    ['energyPerAtom', perAtom, energyLine],
    ['optimizationPoints', optimization?.points, optimization?.line],
    ['optimizationHistory', report.optimizationHistory],
    ['scfHistory', report.scfHistory],
    ['scfCycles', report.scf?.cycles, report.scf?.line],
  ];
  if (converged !== true) return found;
  return [
    ...found,
    ['scfEnergy', report.scf?.energyHartree, report.scf?.line],
    ['dispersionEnergy', parts.dispersionHartree, lines['dispersionHartree']],
    ['gcpEnergy', parts.gcpHartree, lines['gcpHartree']],
    ['kineticEnergy', parts.kineticHartree, lines['kineticHartree']],
    ['electronElectronEnergy', parts.electronElectronHartree, lines['electronElectronHartree']],
    ['electronNuclearEnergy', parts.electronNuclearHartree, lines['electronNuclearHartree']],
    ['nuclearNuclearEnergy', parts.nuclearNuclearHartree, lines['nuclearNuclearHartree']],
    ['virialCoefficient', parts.virialCoefficient, lines['virialCoefficient']],
    ['freeElectronicEnergy', parts.freeEnergyHartree, lines['freeEnergyHartree']],
  ];
}

function energyLineOf({ energyFrom, optimizationEnds, lines }: OutputReport): number | undefined {
  if (energyFrom === 'OPT END') return optimizationEnds.at(-1)?.line;
  return energyFrom === 'TOTAL ENERGY' ? lines['totalHartree'] : lines['correctedHartree'];
}

const GAP_NAMES = { alpha: 'bandGapAlpha', beta: 'bandGapBeta' } as const;

/** Edges of the first point of an optimisation are not those of its result, nor are shifted ones: they are left out. */
function bands(report: OutputReport): Found[] {
  const isStale = hasOtherEdges(report);
  const current = isStale ? [] : report.bandEdges;
  const valence = extreme(current, 'valence');
  const conduction = extreme(current, 'conduction');
  const type = report.bandGaps.find((gap) => gap.type !== null);
  const hasFinalGap = report.bandGaps.some((gap) => gap.type === null);
  return [
    ...(isStale && !hasFinalGap ? [] : gaps(report)),
    ['bandGapType', isStale ? null : type?.type, type?.line],
    ['valenceBandTop', valence?.energyHartree, valence?.line],
    ['conductionBandBottom', conduction?.energyHartree, conduction?.line],
    ['conducting', report.conducting === null ? null : report.conducting ? 'yes' : 'no'],
    ['fermiEnergy', isStale && report.lines['finalFermi'] === undefined ? null : report.fermiHartree],
  ];
}

const hasOtherEdges = ({ bandEdgesArePreliminary, levelShiftHartree }: OutputReport): boolean =>
  bandEdgesArePreliminary || levelShiftHartree !== null;

/** The last gap of each spin: a series of optimisations prints one per member. */
function gaps({ bandGaps }: OutputReport): Found[] {
  const spins: Spin[] = [null, 'alpha', 'beta'];
  return spins.map((spin): Found => {
    const gap = bandGaps.findLast((candidate) => candidate.spin === spin);
    return [spin === null ? 'bandGap' : GAP_NAMES[spin], gap?.eV, gap?.line];
  });
}

function extreme(edges: readonly BandEdge[], edge: BandEdge['edge']): BandEdge | undefined {
  const sign = edge === 'valence' ? -1 : 1;
  return edges
    .filter((candidate) => candidate.edge === edge)
    .toSorted((a, b) => sign * (a.energyHartree - b.energyHartree))[0];
}

function structure(report: OutputReport): Found[] {
  const { cell, finalGeometry: printed, symmetry, dimensionality } = report;
  // Of the first point only, where the optimisation did not come to its end.
  const isStale = printed?.source === 'optimisation point';
  return [
    ['spaceGroup', symmetry?.symbol, symmetry?.line],
    ['primitiveCell', cell?.primitive, printed?.primitiveCellLine],
    ['conventionalCell', cell?.conventional, printed?.conventionalCellLine],
    ...(dimensionality === 3 && cell ? bulk(cell, printed?.line) : []),
    ['atoms', report.atoms, report.lines['atoms']],
    ['neighbors', isStale ? [] : report.neighbors],
    ['geometry', printed && geometryOf(printed.atoms), printed?.line],
  ];
}

/** Slabs and polymers have no volume: the 500 Angstrom of their other directions mean nothing. */
const bulk = (cell: NonNullable<OutputReport['cell']>, line: number | undefined): Found[] => [
  ['volume', cell.primitiveVolumeAngstrom3, line],
  ['density', cell.densityGramPerCm3, line],
];

const geometryOf = (atoms: NonNullable<OutputReport['finalGeometry']>['atoms']): readonly unknown[] =>
  atoms.map(({ symbol, asymmetric, position }) => ({ symbol, asymmetric, position }));

function electrons(report: OutputReport): Found[] {
  const { lines } = report;
  return [
    ['electrons', report.electrons, lines['electrons']],
    ['basisFunctions', report.basisFunctions, lines['basisFunctions']],
    ['totalSpin', report.totalSpin, lines['totalSpin']],
    ['atomicSpins', report.atomicSpins, lines['atomicSpins']],
    ['atomicElectrons', report.atomicElectrons, lines['atomicElectrons']],
    ['mullikenCharges', report.mulliken.map(({ charge }) => charge)],
  ];
}

/** Translations and rotations come out as small negative numbers; below this a mode is meant. */
const IMAGINARY_BELOW_PER_CM = -10;

function vibrations(report: OutputReport): Found[] {
  const { modes, frequenciesPerCm } = report;
  const line = modes[0]?.line;
  const isSinglePoint = report.phononBands.length === 0;
  const imaginary = frequenciesPerCm?.filter((value) => value < IMAGINARY_BELOW_PER_CM).length;
  return [
    ['frequencies', isSinglePoint ? frequenciesPerCm : null, line],
    ['modes', isSinglePoint ? modes : [], line],
    ['imaginaryModes', isSinglePoint ? imaginary : null, line],
    ['ramanIntensities', report.ramanIntensities, line],
    ['dielectricTensor', report.dielectric],
    ['phononBands', report.phononBands],
    ['zeroPointEnergy', report.zeroPointHartree, report.lines['zeroPointHartree']],
    ['thermodynamics', report.thermodynamics, report.thermodynamics[0]?.line],
  ];
}

function elasticity({ elastic }: OutputReport): Found[] {
  return [
    ['elasticConstants', elastic?.upperTriangle, elastic?.line],
    ['bulkModulus', elastic?.bulkModulusGpa, elastic?.line],
    ['shearModulus', elastic?.shearModulusGpa, elastic?.line],
    ['youngModulus', elastic?.youngModulusGpa, elastic?.line],
    ['poissonRatio', elastic?.poissonRatio, elastic?.line],
  ];
}

function resources(report: OutputReport): Found[] {
  const { program, lastStage } = report;
  const endLine = report.elapsedSeconds === null ? null : lastStage?.line;
  return [
    ['elapsedSeconds', report.elapsedSeconds, endLine],
    ['cpuSeconds', report.cpuSeconds, endLine],
    ['totalCpuSeconds', report.totalCpuSeconds],
    ['memory', report.memoryMegabytes],
    ['mpiProcesses', report.mpiProcesses],
    [
      'programVersion',
      program ? [`${program.name}${program.version}`, program.release].filter(Boolean).join(', ') : null,
    ],
  ];
}
