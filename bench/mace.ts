/*
 * How fast MACE, the Python converter, makes first decks of the same structures; part of `npm run bench:text`. It is
 * used where it is found (`mace_cli` on the path or in $MACE_HOME) and never installed.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

/** The settings of our own decks, in its words. */
const settings = {
  symmetry_handling: 'CIF',
  write_only_unique: true,
  dimensionality: 'CRYSTAL',
  calculation_type: 'OPT',
  optimization_type: 'FULLOPTG',
  method: 'DFT',
  dft_functional: 'PBE',
  use_dispersion: true,
  basis_set_type: 'INTERNAL',
  basis_set: 'POB-TZVP-REV2',
  dft_grid: 'XLGRID',
  is_spin_polarized: false,
  tolerances: { TOLINTEG: '7 7 7 7 14', TOLDEE: 7 },
  scf_method: 'DIIS',
  scf_maxcycle: 800,
  fmixing: 30,
};

export interface PeerFigures {
  /** Decks that it wrote, of as many structures as were given. */
  readonly decks: number;
  /** Processor time of one structure, imports and all. */
  readonly startSeconds: number;
  readonly perSecondOfProcessor: number;
}

/** Undefined: not installed. */
export function measureMace(cifs: readonly string[]): PeerFigures | undefined {
  const program = findMace();
  if (program === undefined) return undefined;
  const folder = mkdtempSync(join(tmpdir(), 'crystalq-mace-'));
  try {
    const one = convert(program, join(folder, 'one'), cifs.slice(0, 1));
    const all = convert(program, join(folder, 'all'), cifs);
    const perSecondOfProcessor = (cifs.length - 1) / (all.processorSeconds - one.processorSeconds);
    return { decks: all.decks, startSeconds: one.processorSeconds, perSecondOfProcessor };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function findMace(): string | undefined {
  const folders = [process.env['MACE_HOME'] ?? '', ...(process.env['PATH'] ?? '').split(delimiter)];
  return folders
    .filter((folder) => folder !== '')
    .map((folder) => join(folder, 'mace_cli'))
    .find((path) => existsSync(path));
}

/** Runs it as a user would, and asks the system for the processor time of what it ran. */
const TIMED = `
import resource, subprocess, sys
subprocess.run([sys.executable] + sys.argv[1:], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(used.ru_utime + used.ru_stime)
`;

function convert(
  program: string,
  folder: string,
  cifs: readonly string[],
): { readonly decks: number; readonly processorSeconds: number } {
  const [input, output, options] = [
    join(folder, 'cifs'),
    join(folder, 'decks'),
    join(folder, 'options.json'),
  ];
  mkdirSync(input, { recursive: true });
  mkdirSync(output);
  writeFileSync(options, JSON.stringify(settings));
  for (const [index, text] of cifs.entries()) writeFileSync(join(input, `made-${index}.cif`), text);
  const words = ['convert', '--no-banner', '--batch', '--options_file', options];
  const places = ['--cif_dir', input, '--output_dir', output];
  const answer = execFileSync('python3', ['-c', TIMED, program, ...words, ...places], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const decks = readdirSync(output).filter((name) => name.endsWith('.d12')).length;
  return { decks, processorSeconds: Number(answer.toString()) };
}
