/**
 * SIGMA.DAT, SEEBECK.DAT, SIGMAS.DAT, KAPPA.DAT and TDF.DAT of BOLTZTRA:
 *
 *     # 0 [Electrical conductivity in SI units, i.e. in 1/Ohm/m]
 *     # Mu(eV) T(K) N(#carriers) sigma_xx sigma_xy sigma_yy
 *     # T(K) =   300.00   Npoints =      31   V(cm^3) =  4.649E-22
 *           -4.84          300.000    5.870E+00    2.8389586E+08    7.4129489E-08    1.7501534E+08
 *
 * TDF.DAT has no blocks: energy and tensor. Open shell: blocks of the second spin follow a line with the word Beta.
 */
import type { Reading } from './data-reader.js';
import { type DataText, fortranNumber, numbersOf, quote } from './data-text.js';

export interface TransportTable {
  /** As the first line says, e.g. `Electrical conductivity`. */
  readonly quantity: string;
  /** As the first line says, e.g. `1/Ohm/m`. */
  readonly unit: string;
  readonly openShell: boolean;
  /** xx, xy, ...; slabs have no z. */
  readonly components: readonly string[];
  readonly blocks: readonly TransportBlock[];
}

export interface TransportBlock {
  readonly spin: 'alpha' | 'beta' | null;
  readonly temperatureKelvin: number;
  /** Of each row, absolute, eV; the file has two or three decimals. */
  readonly chemicalPotentialsElectronvolt: readonly number[];
  /**
   * Of each row, the mean of the diagonal of its tensor, which is all that is kept of it: tables over many temperatures
   * have hundreds of MiB. NaN where the file prints NaN or stars.
   */
  readonly diagonalMeans: readonly number[];
}

export interface TransportDistribution {
  readonly quantity: string;
  readonly openShell: boolean;
  readonly components: readonly string[];
  readonly blocks: readonly {
    readonly spin: 'alpha' | 'beta' | null;
    readonly rows: readonly DistributionRow[];
  }[];
}

interface DistributionRow {
  /** Absolute, eV. */
  readonly energyElectronvolt: number;
  readonly values: readonly number[];
}

/** Reads SIGMA, SEEBECK, SIGMAS or KAPPA. Throws DATA_FILE_UNREADABLE where the file is damaged or cut short. */
export function* readTransportTable(data: DataText): Reading<TransportTable> {
  const head = yield* readHead(data, 3);
  const blocks: TransportBlock[] = [];
  let beta = false;
  while ((yield* data.skipBlank()) !== undefined) {
    const line = yield* data.next('# T(K) = ... Npoints = ... V(cm^3) = ...');
    if (isBeta(line)) beta = true;
    else if (/T\(K\)\s*=/.test(line)) blocks.push(yield* readBlock(data, line, head, beta));
    else if (!line.startsWith('#')) throw data.fault('# T(K) = ...', quote(line), data.lineNumber - 1);
  }
  if (blocks.length === 0) throw data.fault('a block # T(K) = ...');
  return { ...head, blocks };
}

/** Reads TDF.DAT. */
export function* readTransportDistribution(data: DataText): Reading<TransportDistribution> {
  const { quantity, openShell, components } = yield* readHead(data, 1);
  const blocks: { spin: 'alpha' | 'beta' | null; rows: DistributionRow[] }[] = [];
  let beta = false;
  for (;;) {
    const comments = yield* data.takeWhile((line) => line.startsWith('#') || line.trim() === '');
    beta ||= comments.some(isBeta);
    const rows = yield* readDistributionRows(data, components.length + 1);
    if (rows.length === 0) break;
    blocks.push({ spin: spinOf(openShell, beta), rows });
  }
  if (blocks.length === 0) throw data.fault('rows of energy and tensor');
  return { quantity, openShell, components, blocks };
}

function* readDistributionRows(data: DataText, width: number): Reading<DistributionRow[]> {
  const rows: DistributionRow[] = [];
  while (!/^#|^\s*$/.test((yield* data.peek()) ?? '')) {
    const [energyElectronvolt = Number.NaN, ...values] = yield* readRow(data, width);
    rows.push({ energyElectronvolt, values });
  }
  return rows;
}

interface Head {
  readonly quantity: string;
  readonly unit: string;
  readonly openShell: boolean;
  readonly components: readonly string[];
}

function* readHead(data: DataText, leading: number): Reading<Head> {
  const first = yield* data.next('# 0 [quantity in unit]');
  const title = /^#\s*([01])\s*\[(.*?)(?:\]|$)/.exec(first);
  const columns = yield* data.next('# names of the columns');
  const names = columns.replace(/^#\s*/, '').trim().split(/\s+/).slice(leading);
  const components = names.map((name) => /_([xyz]{2})$/.exec(name)?.[1]);
  if (!title || components.length === 0 || components.some((name) => name === undefined)) {
    throw data.fault(
      'the two head lines of a transport table',
      quote(title ? columns : first),
      title ? 2 : 1,
    );
  }
  const text = title[2] ?? '';
  return {
    openShell: title[1] === '1',
    quantity: text.replace(/\s+in SI units.*$/, '').trim(),
    unit: /i\.e\.\s+in\s+(.*)$/.exec(text)?.[1]?.trim() ?? '',
    components: components.flatMap((name) => name ?? []),
  };
}

/** `V(cm^3)` is not in it: its number is the cell in bohr^3 (slabs: bohr^2) times 1e-24. */
function* readBlock(data: DataText, title: string, head: Head, beta: boolean): Reading<TransportBlock> {
  const match = /T\(K\)\s*=\s*(\S+)\s+Npoints\s*=\s*(\d+)\s+V\(cm\^3\)\s*=\s*(\S+)/.exec(title);
  const temperatureKelvin = fortranNumber(match?.[1] ?? '');
  if (!match || temperatureKelvin === undefined || fortranNumber(match[3] ?? '') === undefined) {
    throw data.fault('# T(K) = ... Npoints = ... V(cm^3) = ...', quote(title), data.lineNumber - 1);
  }
  const diagonal = head.components.flatMap((name, index) => (name[0] === name[1] ? [index] : []));
  const chemicalPotentialsElectronvolt: number[] = [];
  const diagonalMeans: number[] = [];
  for (let n = 0; n < Number(match[2]); n += 1) {
    const [mu = Number.NaN, , , ...values] = yield* readRow(data, head.components.length + 3);
    chemicalPotentialsElectronvolt.push(mu);
    diagonalMeans.push(diagonal.reduce((sum, at) => sum + (values[at] ?? Number.NaN), 0) / diagonal.length);
  }
  const spin = spinOf(head.openShell, beta);
  return { spin, temperatureKelvin, chemicalPotentialsElectronvolt, diagonalMeans };
}

function* readRow(data: DataText, count: number): Reading<readonly number[]> {
  yield* data.skipBlank();
  const line = yield* data.next('a row of the table');
  const values = numbersOf(line) ?? numbersAndGaps(line);
  if (values?.length !== count) {
    throw data.fault(`a row of ${count} numbers`, quote(line), data.lineNumber - 1);
  }
  data.refuseCutNumber('the table');
  return values;
}

/** NaN and stars stand where Fortran had no number to print; a minus may touch the number before it. */
function numbersAndGaps(line: string): readonly number[] | undefined {
  const tokens = line
    .replace(/(?<=[\d.])(?=-\d*\.)/g, ' ')
    .trim()
    .split(/\s+/);
  const values = tokens.map((token) => (/^(\*+|[+-]?nan)$/i.test(token) ? Number.NaN : fortranNumber(token)));
  return values.includes(undefined) ? undefined : values.flatMap((value) => value ?? []);
}

const isBeta = (line: string): boolean => line.startsWith('#') && /beta/i.test(line);
const spinOf = (openShell: boolean, beta: boolean): 'alpha' | 'beta' | null =>
  openShell ? (beta ? 'beta' : 'alpha') : null;
