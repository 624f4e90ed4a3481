import { failureEntry } from '../../../src/crystal/output/failure-codes.js';
import type { OutputReport } from '../../../src/crystal/output/report.js';

type Row = readonly [label: string, value: string];

/** An output in a few lines for people; what the file does not say is left out. */
export function describeReport(report: OutputReport): Row[] {
  const rows: readonly (readonly [string, string | null | undefined])[] = [
    ['rehearsal', report.isRehearsal ? 'yes: a stand-in wrote this, nothing in it is physics' : null],
    ['program', programOf(report)],
    ['task', report.tasks.join(', ') || null],
    ['status', report.status],
    ['converged', said(report.converged)],
    ['title', report.title],
    ['energy', energyOf(report)],
    ['scf', report.scf && `${report.scf.reason}, ${report.scf.cycles} cycles`],
    ['optimisation', report.optimization && `${report.optimization.points} points`],
    ['band gap', gapsOf(report)],
    ['Fermi energy', withUnit(report.fermiHartree, 'hartree')],
    ['symmetry', report.symmetry && `${report.symmetry.kind} ${report.symmetry.symbol}`],
    ['primitive cell', report.cell?.primitive?.join('  ')],
    ['cell', report.cell?.conventional?.join('  ')],
    ['atoms', atomsOf(report)],
    ['total spin', report.totalSpin === null ? null : String(report.totalSpin)],
    ['frequencies', frequenciesOf(report)],
    ['elapsed', withUnit(report.elapsedSeconds, 's')],
  ];
  return [
    ...rows.flatMap(([label, value]): Row[] => (value ? [[label, value]] : [])),
    ...report.failures.flatMap(failureRows),
  ];
}

const said = (value: boolean | null): string | null => (value === null ? null : value ? 'yes' : 'no');
const withUnit = (value: number | null, unit: string): string | null =>
  value === null ? null : `${value} ${unit}`;

const programOf = ({ program, executable }: OutputReport): string | null =>
  program && `${program.name}${program.version} ${program.release ?? ''} (${executable ?? 'unknown'})`;

const energyOf = ({ energyHartree, energyFrom }: OutputReport): string | null =>
  energyHartree === null ? null : `${energyHartree} hartree (${energyFrom ?? ''})`;

const gapsOf = ({ bandGaps }: OutputReport): string =>
  bandGaps
    .map(({ eV, type, spin }) => [`${eV} eV`, type, spin].filter((word) => word !== null).join(' '))
    .join(', ');

const atomsOf = ({ atoms, asymmetricAtoms }: OutputReport): string | null =>
  atoms === null ? null : `${atoms}${asymmetricAtoms === null ? '' : `, ${asymmetricAtoms} asymmetric`}`;

function frequenciesOf({ frequenciesPerCm }: OutputReport): string | null {
  if (!frequenciesPerCm) return null;
  const lowest = Math.min(...frequenciesPerCm);
  const highest = Math.max(...frequenciesPerCm);
  return `${frequenciesPerCm.length} modes, ${lowest} to ${highest} 1/cm`;
}

function failureRows({ code, routine, message, line, source }: OutputReport['failures'][number]): Row[] {
  const where = line === null ? source : `${source} line ${line}`;
  const said = routine === null ? message : `${routine}: ${message}`;
  return [
    ['failure', `${code}: ${said} (${where})`],
    ['', failureEntry(code).remedy],
  ];
}
