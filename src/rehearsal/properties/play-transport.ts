import type { BoltztraBlock, BoltztraKeyword } from '../../crystal/d3/blocks/boltztra.js';
import { file, print } from '../act.js';
import { stopWithError } from '../endings.js';
import { fixed, integer, scientific } from '../fortran-format.js';
import { hartreeInElectronVolt } from '../model/electrons.js';
import { bohrInAngstrom, volumeOf } from '../model/system.js';
import { stage } from '../print/frame.js';
import type { Play, PropertiesContext } from './properties-context.js';

/** More rows than this in one table say nothing new. */
const mostRows = 4000;

/** BOLTZTRA: conductivity, Seebeck coefficient and thermal conductivity over chemical potential and temperature. */
export function* playTransport(block: BoltztraBlock, context: PropertiesContext): Play {
  const { pace, wavefunction, hasEigenvectors } = context;
  const values = (keyword: BoltztraKeyword): readonly number[] | undefined => {
    const entry = block.entries.find((each) => each.keyword === keyword);
    return entry !== undefined && 'values' in entry ? entry.values : undefined;
  };
  const other = block.entries.find((entry) => entry.keyword === 'OTHER');
  const refusal = !hasEigenvectors
    ? 'NEWK MUST BE CALLED BEFORE BOLTZTRA'
    : other !== undefined
      ? 'KEYWORD NOT ALLOWED'
      : undefined;
  if (refusal !== undefined) {
    yield* stopWithError('BOLTZTRA', refusal, pace.clock());
    return false;
  }
  const fermi = wavefunction.electrons.fermiHartree * hartreeInElectronVolt;
  const temperatures = range(values('TRANGE') ?? [300, 300, 10]);
  const potentials = range(values('MURANGE') ?? [fermi - 1, fermi + 1, 0.1]);
  const energies = range(values('TDFRANGE') ?? [fermi - 1, fermi + 1, 0.01]);
  const relaxationFs = values('RELAXTIM')?.[0] ?? 10;
  yield print(
    '',
    ' THERMOELECTRIC AND ELECTRONIC TRANSPORT PROPERTIES',
    '',
    ` MIN CHEMICAL POTENTIAL VALUE (eV)${fixed(potentials[0] ?? 0, 14, 4)}`,
    ` MAX CHEMICAL POTENTIAL VALUE (eV)${fixed(potentials.at(-1) ?? 0, 14, 4)}`,
    ` RELAXATION TIME (fs)${fixed(relaxationFs, 27, 4)}`,
    '',
  );
  yield pace.wait(context.share);
  for (const table of tables(context, relaxationFs)) {
    yield file(table.name, renderTable(table, context, temperatures, potentials));
  }
  yield file('TDF.DAT', renderDistribution(context, energies));
  yield print(stage('BOLTZTRA', pace.clock()));
  return true;
}

interface Table {
  readonly name: string;
  readonly quantity: string;
  readonly columns: readonly string[];
  /** Value of a diagonal element; eV above the Fermi energy, kelvin. */
  readonly diagonal: (electronVolt: number, kelvin: number) => number;
}

function tables({ wavefunction }: PropertiesContext, relaxationFs: number): Table[] {
  const { gapElectronVolt: gap } = wavefunction.electrons;
  const tensor =
    wavefunction.system.dimensionality === 3 ? ['xx', 'xy', 'xz', 'yy', 'yz', 'zz'] : ['xx', 'xy', 'yy'];
  const full =
    wavefunction.system.dimensionality === 3
      ? ['xx', 'xy', 'xz', 'yx', 'yy', 'yz', 'zx', 'zy', 'zz']
      : ['xx', 'xy', 'yx', 'yy'];
  const conductivity = (energy: number, kelvin: number): number => {
    const depth = Math.max(-energy, energy - gap);
    const carriers = depth > 0 ? Math.sqrt(depth) : Math.exp((depth * 11604.5) / kelvin) / 50;
    return 1e5 * relaxationFs * carriers;
  };
  const seebeck = (energy: number, kelvin: number): number =>
    (1e-4 * (gap / 2 - energy)) / (0.05 + (energy - gap / 2) ** 2 + kelvin / 3000);
  const columns = (letter: string, names: readonly string[]): string[] =>
    names.map((name) => `${letter}_${name}`);
  return [
    {
      name: 'SIGMA.DAT',
      quantity: 'Electrical conductivity in SI units, i.e. in 1/Ohm/m',
      columns: columns('sigma', tensor),
      diagonal: conductivity,
    },
    {
      name: 'SIGMAS.DAT',
      quantity: 'Sigma*S coefficient in SI units, i.e. in A/m/K',
      columns: columns('sigmaS', tensor),
      diagonal: (energy, kelvin) => conductivity(energy, kelvin) * seebeck(energy, kelvin),
    },
    {
      name: 'SEEBECK.DAT',
      quantity: 'Seebeck coefficient in SI units, i.e. in V/K',
      columns: columns('S', full),
      diagonal: seebeck,
    },
    {
      name: 'KAPPA.DAT',
      quantity: 'K coefficient in SI units, i.e. in W/m/K',
      columns: columns('K', tensor),
      diagonal: (energy, kelvin) => 2.44e-8 * kelvin * conductivity(energy, kelvin),
    },
  ];
}

function renderTable(
  table: Table,
  { wavefunction }: PropertiesContext,
  temperatures: readonly number[],
  potentials: readonly number[],
): string {
  const fermi = wavefunction.electrons.fermiHartree * hartreeInElectronVolt;
  // CRYSTAL writes the volume in bohr^3 under a label of cm^3.
  const volume = volumeOf(wavefunction.system) / bohrInAngstrom ** wavefunction.system.dimensionality;
  const lines = [
    `# ${wavefunction.electrons.isOpenShell ? 1 : 0} [${table.quantity}]`,
    `# Mu(eV) T(K) N(#carriers) ${table.columns.join(' ')}`,
  ];
  for (const kelvin of temperatures) {
    lines.push(
      `# T(K) =${fixed(kelvin, 9, 2)}   Npoints =${integer(potentials.length, 8)}   V(cm^3) =${scientific(volume * 1e-24, 11, 3)}`,
    );
    for (const potential of potentials) {
      const carriers = -(potential - fermi) / 2;
      const value = scientific(table.diagonal(potential - fermi, kelvin), 17, 7);
      const cells = table.columns.map((name) => (/xx$|yy$|zz$/.test(name) ? value : '    0.0000000E+00'));
      lines.push(
        `${fixed(potential, 11, 2)}${fixed(kelvin, 17, 3)}${scientific(carriers, 13, 3)}${cells.join('')}`,
      );
    }
  }
  return `${lines.join('\n')}\n`;
}

function renderDistribution({ wavefunction }: PropertiesContext, energies: readonly number[]): string {
  const names =
    wavefunction.system.dimensionality === 3 ? ['xx', 'xy', 'xz', 'yy', 'yz', 'zz'] : ['xx', 'xy', 'yy'];
  const { fermiHartree, gapElectronVolt: gap } = wavefunction.electrons;
  const fermi = fermiHartree * hartreeInElectronVolt;
  const rows = energies.map((energy) => {
    const depth = Math.max(fermi - energy, energy - fermi - gap, 0);
    const value = scientific(depth ** 1.5, 15, 6);
    return `${fixed(energy, 11, 4)}${names.map((name) => (/xx|yy|zz/.test(name) ? value : '   0.000000E+00')).join('')}`;
  });
  return `${[
    `# ${wavefunction.electrons.isOpenShell ? 1 : 0} [Transport distribution function (1/hbar^2*eV*fs/angstrom)]`,
    `# Energy(eV) ${names.map((name) => `TDF_${name}`).join(' ')}`,
    ...rows,
  ].join('\n')}\n`;
}

/** first, last, step; both ends included. */
function range([first = 0, last = first, step = 1]: readonly number[]): number[] {
  const count = step > 0 ? Math.floor((last - first) / step + 1e-6) + 1 : 1;
  return Array.from({ length: Math.max(1, Math.min(mostRows, count)) }, (_, index) => first + index * step);
}
