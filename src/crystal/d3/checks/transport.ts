import type { BoltztraBlock, BoltztraKeyword } from '../blocks/boltztra.js';
import type { ParentRun } from '../parent-run.js';
import { electronvoltPerHartree } from '../steps/units.js';
import { error, warning, when, type Remark } from '../../finding.js';

const required = ['TRANGE', 'MURANGE', 'TDFRANGE'] as const;

export function transportRemarks(block: BoltztraBlock, run: ParentRun | undefined): readonly Remark[] {
  const others = block.entries.flatMap((entry) => (entry.keyword === 'OTHER' ? [entry.line.trim()] : []));
  return [
    ...required.flatMap((keyword) => rangeRemarks(keyword, recordOf(block, keyword))),
    ...others.map((line) =>
      warning('boltztra-keyword', `"${line.slice(0, 40)}" is not known in BOLTZTRA`, 'check its spelling'),
    ),
    ...when(
      (recordOf(block, 'TRANGE')?.[0] ?? 1) <= 0,
      error('boltztra-temperature', 'TRANGE starts at 0 K or below', 'start above 0 K'),
    ),
    ...when(
      (recordOf(block, 'RELAXTIM')?.[0] ?? 1) <= 0,
      error('boltztra-relaxation', 'RELAXTIM is not positive', 'write the relaxation time in fs'),
    ),
    ...when(
      recordOf(block, 'SMEAR') !== undefined || recordOf(block, 'SMEARTYP') !== undefined,
      warning(
        'boltztra-smear',
        'unit and codes of SMEAR and SMEARTYP are not documented',
        'compare with the echo in the output',
      ),
    ),
    ...energyRemarks(block, run),
  ];
}

const recordOf = (block: BoltztraBlock, keyword: BoltztraKeyword): readonly number[] | undefined =>
  block.entries.flatMap((entry) => (entry.keyword === keyword ? [entry.values] : []))[0];

function rangeRemarks(keyword: string, record: readonly number[] | undefined): readonly Remark[] {
  if (!record)
    return [error('boltztra-missing', `BOLTZTRA has no ${keyword}`, `write ${keyword} and: from to step`)];
  const [from = 0, to = 0, step = 0] = record;
  return when(
    from > to || step <= 0,
    error(
      'boltztra-range',
      `${keyword} is ${record.join(' ')}`,
      'write from (low), to (high) and a positive step',
    ),
  );
}

/** Both energy ranges are absolute, in eV. */
function energyRemarks(block: BoltztraBlock, run: ParentRun | undefined): readonly Remark[] {
  const mu = recordOf(block, 'MURANGE');
  const tdf = recordOf(block, 'TDFRANGE');
  const fermi = run?.fermiHartree ?? null;
  const fermiElectronvolt = (fermi ?? 0) * electronvoltPerHartree;
  const holds = (range: readonly number[], energy: number) =>
    (range[0] ?? 0) <= energy && energy <= (range[1] ?? 0);
  return [
    ...when(
      mu !== undefined && tdf !== undefined && !(holds(tdf, mu[0] ?? 0) && holds(tdf, mu[1] ?? 0)),
      warning(
        'boltztra-tdf',
        'TDFRANGE does not hold MURANGE',
        'widen TDFRANGE; both are absolute energies in eV',
      ),
    ),
    ...when(
      mu !== undefined && fermi !== null && !holds(mu, fermiElectronvolt),
      warning(
        'boltztra-absolute',
        `MURANGE ${(mu ?? []).join(' ')} does not hold the Fermi energy ${fermiElectronvolt.toFixed(3)} eV; it is absolute`,
        'add the Fermi energy to energies that were meant relative to it',
      ),
    ),
  ];
}
