import { expect } from 'chai';
import { existsSync, readFileSync } from 'node:fs';
import { createOutputReader } from '../../../src/crystal/output/output-reader.js';
import type { OutputReport } from '../../../src/crystal/output/report.js';
import type { ExpectedGap, ExpectedOutput } from './expected-output.js';

const folder = new URL('../../../../shared/data/', import.meta.url);
const expectations = new URL('expected.json', folder);

/** One field of the report beside what expected.json says of it; undefined where it says nothing. */
const fields: readonly (readonly [
  name: string,
  got: (report: OutputReport) => unknown,
  want: (expected: ExpectedOutput) => unknown,
])[] = [
  ['program.version', (r) => r.program && `CRYSTAL${r.program.version}`, (e) => e.program_version],
  ['program.release', (r) => r.program?.release, (e) => e.release],
  ['executable', (r) => r.executable, (e) => e.executable.split(' ')[0]],
  ['tasks', (r) => r.tasks, (e) => e.task],
  ['status', (r) => r.status, (e) => e.status],
  ['converged', (r) => r.converged, (e) => e.converged],
  ['normalTermination', (r) => r.normalTermination, (e) => e.termination.normal_end_line],
  ['dimensionality', (r) => r.dimensionality, (e) => e.dimensionality],
  ['shell', (r) => r.shell, (e) => (e.shell.includes('OPEN') ? 'open' : 'closed')],
  ['hamiltonian', (r) => r.hamiltonian?.functional ?? 'HARTREE-FOCK HAMILTONIAN', (e) => e.hamiltonian_line],
  ['energyHartree', (r) => r.energyHartree, (e) => e.final_energy_hartree ?? null],
  ['energyFrom', (r) => r.energyFrom, (e) => e.final_energy_from?.replace(' line', '')],
  ['scf.converged', (r) => r.scf?.converged, (e) => (e.scf?.n_scf_ended_lines ? e.scf.converged : undefined)],
  ['scf.cycles', (r) => r.scf?.cycles, (e) => e.scf?.cycles_of_last],
  ['scf.energyHartree', (r) => r.scf?.energyHartree, (e) => e.scf?.energy_of_last_hartree],
  ['scfEnds', (r) => r.scfEnds.length, (e) => e.scf?.n_scf_ended_lines],
  ['energies.totalHartree', (r) => r.energies.totalHartree, (e) => e.last_total_energy_line?.energy],
  ['optimization.converged', (r) => r.optimization?.converged, (e) => e.optimization?.converged],
  ['optimization.points', (r) => r.optimization?.points, (e) => e.optimization?.end.at(-1)?.points],
  [
    'optimization.energyHartree',
    (r) => r.optimization?.energyHartree,
    (e) => e.optimization?.end.at(-1)?.energy,
  ],
  [
    'bandGaps',
    (r) => r.bandGaps.map(({ eV, type, spin }) => ({ eV, type, spin })),
    (e) => wantedGaps(e)?.map(({ eV, type, spin }) => ({ eV, type: type ?? null, spin })),
  ],
  [
    'bandEdges',
    (r) => r.bandEdges.map(({ band, k, energyHartree }) => [band, k, energyHartree]),
    (e) => e.band_gap?.band_edges_last_report?.map(({ band, k, hartree }) => [band, k, hartree]),
  ],
  ['fermiHartree', (r) => r.fermiHartree, wantedFermi],
  ['symmetry.kind', (r) => r.symmetry?.kind, (e) => e.symmetry?.kind],
  ['symmetry.symbol', (r) => r.symmetry?.symbol, (e) => e.symmetry?.symbol],
  ['cell.primitive', (r) => r.cell?.primitive, (e) => e.cell?.final_primitive],
  ['cell.conventional', (r) => r.cell?.conventional, (e) => e.cell?.final_conventional],
  ['cell.inputConventional', (r) => r.cell?.inputConventional, (e) => e.cell?.input_conventional],
  ['cell volume', (r) => r.cell?.primitiveVolumeAngstrom3, (e) => e.cell?.final_primitive_volume_A3],
  ['atoms', (r) => r.atoms, (e) => e.n_atoms],
  ['asymmetricAtoms', (r) => r.asymmetricAtoms, (e) => e.n_atoms_asymmetric],
  ['electrons', (r) => r.electrons, (e) => e.n_electrons],
  ['basisFunctions', (r) => r.basisFunctions, (e) => e.n_ao],
  ['totalSpin', (r) => r.totalSpin, (e) => positiveZero(e.spin?.summed_spin_density_last)],
  ['atomicSpins', (r) => r.atomicSpins.slice(0, 12), (e) => e.spin?.atomic_spins_last],
  ['frequenciesPerCm', (r) => r.frequenciesPerCm?.length, (e) => e.frequencies?.n_modes],
  [
    'modes',
    (r) => r.modes.slice(0, 8).map((mode) => [mode.first, mode.last, mode.frequencyPerCm, mode.irrep]),
    (e) => e.frequencies?.first_rows.map((row) => [...row.modes, row['cm-1'], row.irrep]),
  ],
  ['last mode', (r) => r.modes.at(-1)?.frequencyPerCm, (e) => e.frequencies?.last_row['cm-1']],
  [
    'IR intensities',
    (r) => r.modes.slice(0, 8).map((mode) => mode.irIntensityKmPerMol),
    (e) => e.frequencies?.first_rows.map((row) => row.intens_km_mol),
  ],
  ['zeroPointHartree', (r) => r.zeroPointHartree, (e) => e.frequencies?.E0_hartree],
  ['elapsedSeconds', (r) => r.elapsedSeconds, (e) => e.time.end_timers?.[0].telapse_s ?? null],
  ['cpuSeconds', (r) => r.cpuSeconds, (e) => e.time.end_timers?.[0].tcpu_s ?? null],
  ['totalCpuSeconds', (r) => r.totalCpuSeconds, (e) => e.time.total_cpu_time_all_nodes_s],
  ['mpiProcesses', (r) => r.mpiProcesses, (e) => e.mpi_processes],
  [
    'failures: ERROR lines',
    (r) =>
      r.failures
        .filter(({ routine }) => routine !== null)
        .map(({ routine, message, line }) => ({ text: `ERROR **** ${routine} **** ${message}`, line })),
    (e) => e.termination.error_lines,
  ],
  [
    'failures: aborts',
    (r) =>
      r.failures
        .filter(({ code }) => code === 'MPI_ABORT')
        .map(({ message, line }) => ({ text: message, line })),
    (e) => e.termination.abort_lines,
  ],
  [
    'elastic constants',
    (r) => r.elastic && [r.elastic.crystalSystem, r.elastic.unit, r.elastic.upperTriangle],
    (e) =>
      e.elastic_constants && [
        e.elastic_constants.case,
        e.elastic_constants.unit,
        e.elastic_constants.upper_triangle,
      ],
  ],
  ['band path', (r) => r.bandPath?.kPoints, (e) => e.properties?.band_total_kpoints],
  [
    'wavefunction energy',
    (r) => r.wavefunction?.totalEnergyHartree,
    (e) => (e.executable === 'properties' ? e.properties?.wf_total_energy_hartree : undefined),
  ],
];

const wantedGaps = (e: ExpectedOutput): readonly ExpectedGap[] | undefined =>
  e.band_gap?.after_opt_end ?? e.band_gap?.scf_last_report ?? e.band_gap?.properties_report;

function wantedFermi(e: ExpectedOutput): unknown {
  const state = e.band_gap?.state_last_report?.find((entry) => entry.efermi_hartree !== undefined);
  return state?.efermi_hartree ?? e.properties?.wf_fermi_energy_hartree;
}

const positiveZero = (value: number | undefined): number | undefined =>
  value === undefined ? undefined : value + 0;

describe('real outputs of CRYSTAL06 to 23', function () {
  before(function () {
    if (existsSync(expectations)) return;
    console.log(`      skipped: ${expectations.pathname} is not there`);
    this.skip();
  });

  it('agree with expected.json in every field', () => {
    const all = JSON.parse(readFileSync(expectations, 'utf8')) as Record<string, ExpectedOutput>;
    const differences: string[] = [];
    let compared = 0;
    let files = 0;
    for (const [file, expected] of Object.entries(all)) {
      if (['_about', 'data_files', 'slurm'].includes(file)) continue;
      files += 1;
      const reader = createOutputReader(file);
      reader.push(readFileSync(new URL(file, folder)));
      const report = reader.finish();
      for (const [name, got, want] of fields) {
        const wanted = want(expected);
        if (wanted === undefined) continue;
        compared += 1;
        const [said, should] = [JSON.stringify(got(report)), JSON.stringify(wanted)];
        if (said !== should) differences.push(`${file}: ${name} is ${said}, not ${should}`);
      }
    }
    const share = (100 * (compared - differences.length)) / compared;
    console.log(
      `      ${compared - differences.length} of ${compared} fields of ${files} files (${share.toFixed(2)} %)`,
    );
    expect(differences).to.deep.equal([]);
    expect(files).to.equal(44);
  });

  it('cut anywhere hold no number that the whole file does not', () => {
    const all = JSON.parse(readFileSync(expectations, 'utf8')) as Record<string, ExpectedOutput>;
    const strangers: string[] = [];
    for (const file of Object.keys(all).filter((name) => !['_about', 'data_files', 'slurm'].includes(name))) {
      const bytes = readFileSync(new URL(file, folder));
      const printed = new Set(bytes.toString('latin1').match(PRINTED)?.map(magnitude));
      for (let round = 0; round < 6; round += 1) {
        const end = Math.floor(Math.random() * bytes.length);
        const reader = createOutputReader(file);
        reader.push(bytes.subarray(0, end));
        reader.push(
          round % 2 === 0
            ? ''
            : '\nslurmstepd: error: *** JOB 7 ON c3 CANCELLED AT x DUE TO TIME LIMIT ***\n',
        );
        const found = fractionsIn({ ...reader.finish(), mulliken: [] }).filter(
          (value) => !printed.has(magnitude(value)),
        );
        strangers.push(...found.map((value) => `${file} cut at ${end}: ${value}`));
      }
    }
    expect(strangers).to.deep.equal([]);
  });
});

const PRINTED = /(?:\d+\.?\d*|\.\d+)(?:[ED][-+]?\d+)?/g;
const magnitude = (value: string | number): number => Math.abs(Number(String(value).replace('D', 'E')));

/** Every number that is no integer, however deep. Mulliken charges are differences and so are not printed. */
function fractionsIn(value: unknown): number[] {
  if (typeof value === 'number') return Number.isInteger(value) ? [] : [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(fractionsIn) : [];
}
