/**
 * fort.25, plot data of CRYSTAL 06 and later: blocks of bands, densities of states and maps, each headed by
 *
 *     -%-0BAND   25    7 0.00000E+00 1.36990E-01-9.51249E-01     IHFERM TYPE NROW NCOL DX DY X
 *
 * in the columns A3,I1,A4,2I5,3E12.5: numbers touch.
 */
import type { Reading } from './data-reader.js';
import { columnsOf, type DataText, fortranNumber, numbersOf, quote } from './data-text.js';

export type Fort25Block = Fort25Bands | Fort25Density | Fort25Map | Fort25Other;

interface BlockHeader {
  readonly openShell: boolean;
  readonly conducting: boolean;
  readonly line: number;
}

/** One segment of the path; an open-shell file has all segments of alpha, then all of beta. */
interface Fort25Bands extends BlockHeader {
  readonly kind: 'BAND';
  readonly bandCount: number;
  readonly kPoints: number;
  /** Step along the segment, 1/bohr. */
  readonly stepPerBohr: number;
  /** Absolute, hartree; 0 for phonons, whose energies are in 1/cm. */
  readonly fermiHartree: number;
  /** Ends of the segment in units of 1/ISS. */
  readonly start: readonly number[];
  readonly end: readonly number[];
  /** Absolute, hartree; band b at k point k stands at k * bandCount + b. */
  readonly energiesHartree: Float64Array;
}

interface Fort25Density extends BlockHeader {
  readonly kind: 'DOSS';
  /** 1-based; the last one of a spin is the total. */
  readonly projection: number;
  readonly functionsSummed: number;
  /** Absolute, hartree. */
  readonly firstEnergyHartree: number;
  readonly stepHartree: number;
  readonly fermiHartree: number;
  /** States per hartree and cell; negative for beta. */
  readonly density: Float64Array;
}

interface Fort25Map extends BlockHeader {
  readonly kind: 'MAPN';
  /** Points along A-B. */
  readonly rows: number;
  /** Points along B-C. */
  readonly columns: number;
  /** Steps along A-B and B-C, Angstrom. */
  readonly stepsAngstrom: readonly [number, number];
  readonly cosine: number;
  /** Corners, Angstrom. */
  readonly a: readonly number[];
  readonly b: readonly number[];
  readonly c: readonly number[];
  /** Extremes, e/bohr^3 (density) or hartree/e (potential); Infinity and -Infinity where there is no point. */
  readonly low: number;
  readonly high: number;
  readonly atoms: readonly {
    readonly atomicNumber: number;
    readonly symbol: string;
    readonly position: readonly number[];
  }[];
  readonly dimensionality: number;
  /** Rows, Angstrom. */
  readonly lattice: readonly (readonly number[])[];
}

/** A block of a kind that is not read: its header only. */
interface Fort25Other extends BlockHeader {
  readonly kind: 'OTHER';
  readonly type: string;
}

/** Reads fort.25. Throws DATA_FILE_UNREADABLE with file and line where it is damaged or cut short. */
export function* readFort25(data: DataText): Reading<readonly Fort25Block[]> {
  const blocks: Fort25Block[] = [];
  while ((yield* data.skipBlank()) !== undefined) blocks.push(yield* readBlock(data));
  return blocks;
}

function* readBlock(data: DataText): Reading<Fort25Block> {
  const line = data.lineNumber;
  const text = yield* data.next('a block header -%-');
  if (!/^-%-[0-3]/.test(text)) throw data.fault('a block header -%-', quote(text), line);
  const rows = wholeNumber(text.slice(8, 13));
  const columns = wholeNumber(text.slice(13, 18));
  const [dx, dy, x] = [text.slice(18, 30), text.slice(30, 42), text.slice(42, 54)].map((part) =>
    fortranNumber(part.trim()),
  );
  const type = text.slice(4, 8).trim();
  if (
    rows === undefined ||
    columns === undefined ||
    dx === undefined ||
    dy === undefined ||
    x === undefined
  ) {
    throw data.fault('the columns A3,I1,A4,2I5,3E12.5 of a block header', quote(text), line);
  }
  const code = Number(text[3]);
  const header = { openShell: code % 2 === 1, conducting: code >= 2, line };
  const size = { rows, columns, dx, dy, x };
  switch (type) {
    case 'BAND':
      return { kind: 'BAND', ...header, ...(yield* readBands(data, size)) };
    case 'DOSS':
    case 'PDOS':
      return { kind: 'DOSS', ...header, ...(yield* readDensity(data, size)) };
    case 'MAPN':
      return { kind: 'MAPN', ...header, ...(yield* readMap(data, size)) };
    default:
      yield* data.takeWhile((next) => !next.startsWith('-%-'));
      return { kind: 'OTHER', type, ...header };
  }
}

interface BlockSize {
  readonly rows: number;
  readonly columns: number;
  readonly dx: number;
  readonly dy: number;
  readonly x: number;
}

function* readBands(data: DataText, { rows, columns, dy, x }: BlockSize) {
  yield* data.values(2, 'the lowest and highest energy', width);
  const ends = yield* readIntegers(data, 6, 'the ends of a segment');
  return {
    bandCount: rows,
    kPoints: columns,
    stepPerBohr: dy,
    fermiHartree: x,
    start: ends.slice(0, 3),
    end: ends.slice(3),
    energiesHartree: yield* data.values(rows * columns, `${columns} k points with ${rows} bands`, width),
  };
}

function* readDensity(data: DataText, { rows, columns, dy, x }: BlockSize) {
  const [, firstEnergyHartree = Number.NaN] = yield* data.values(2, 'the first energy', width);
  const [projection = 0, functionsSummed = 0] = yield* readIntegers(data, 6, 'the number of the projection');
  return {
    projection,
    functionsSummed,
    firstEnergyHartree,
    stepHartree: dy,
    fermiHartree: x,
    density: yield* data.values(rows * columns, `a density of ${columns} points`, width),
  };
}

function* readMap(data: DataText, { rows, columns, dx, dy, x }: BlockSize) {
  const ab = yield* data.values(6, 'the corners A and B', width);
  const third = yield* data.next('the corner C');
  const c = columnsOf(third.slice(0, 36), width);
  const [atomCount, dimensionality] = numbersOf(third.slice(36)) ?? [];
  if (c?.length !== 3 || atomCount === undefined || dimensionality === undefined) {
    throw data.fault(
      'the corner C, the number of atoms and the dimensionality',
      quote(third),
      data.lineNumber - 1,
    );
  }
  let [low, high] = [Infinity, -Infinity];
  const take = (value: number): void => {
    low = Math.min(low, value);
    high = Math.max(high, value);
  };
  yield* data.eachValue(rows * columns, `a map of ${rows} x ${columns} points`, take, width);
  return {
    rows,
    columns,
    stepsAngstrom: [dx, dy] as const,
    cosine: x,
    a: [...ab.subarray(0, 3)],
    b: [...ab.subarray(3)],
    c,
    low,
    high,
    dimensionality,
    atoms: yield* readAtoms(data, atomCount),
    lattice: yield* readLattice(data),
  };
}

function* readLattice(data: DataText): Reading<Fort25Map['lattice']> {
  const vectors: number[][] = [];
  while (vectors.length < 3) vectors.push([...(yield* data.values(3, 'a lattice vector'))]);
  return vectors;
}

function* readAtoms(data: DataText, count: number): Reading<Fort25Map['atoms']> {
  const atoms: Fort25Map['atoms'][number][] = [];
  for (let n = 0; n < count; n += 1) {
    const line = yield* data.next('an atom of the map');
    const match = /^\s*(\d+)\s+([A-Za-z]{1,2})\s*(.*)$/.exec(line);
    const position = numbersOf(match?.[3] ?? '');
    if (!match || position?.length !== 3)
      throw data.fault('Z SYMBOL x y z', quote(line), data.lineNumber - 1);
    atoms.push({ atomicNumber: Number(match[1]), symbol: match[2] ?? '', position });
  }
  return atoms;
}

/** E12.5 */
const width = 12;

/** 6I5 (I3 in old files): by columns where they fit, else by blanks. */
function* readIntegers(data: DataText, count: number, expected: string): Reading<readonly number[]> {
  const line = yield* data.next(expected);
  const byColumn = columnsOf(line, 5);
  const values = byColumn?.length === count ? byColumn : numbersOf(line);
  if (values?.length !== count || !values.every(Number.isInteger)) {
    throw data.fault(expected, quote(line), data.lineNumber - 1);
  }
  return values;
}

const wholeNumber = (text: string): number | undefined => (/^\s*\d+$/.test(text) ? Number(text) : undefined);
