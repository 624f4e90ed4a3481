import * as z from 'zod';
import { CrystalqError } from '../../errors/crystalq-error.js';
import { groupBy } from '../../workflow/group-by.js';
import type { Projection } from './blocks/projection.js';
import { aoRangeOf, type ParentAtom, type ParentRun, type ParentShell } from './parent-run.js';

const GivenProjection = z.strictObject({
  label: z.string().regex(/^[\x21-\x7e]{1,24}$/),
  /** Basis functions (1-based) or atoms that are summed. */
  functions: z.array(z.int().min(1)).min(1).optional(),
  atoms: z.array(z.int().min(1)).min(1).optional(),
});

export const Projections = z.union([
  /**
   * total: none; elements: each element; atoms: each atom; shells: s, p, d, f of each element;
   * orbitals: px, py, pz, ... of each element; atomShells: s, p, d, f of each atom.
   */
  z.enum(['total', 'elements', 'atoms', 'shells', 'orbitals', 'atomShells']),
  z.array(GivenProjection).min(1),
]);
export type Projections = z.infer<typeof Projections>;

/** The projections of a DOSS deck, in the order of the atoms, each with its label as note. */
export function planProjections(
  run: ParentRun,
  wanted: Projections,
  only: readonly number[] | undefined,
): readonly Projection[] {
  if (wanted === 'total') return [];
  if (typeof wanted !== 'string') return wanted.map((given) => givenProjection(run, given));
  const atoms = chosenAtoms(run, only);
  switch (wanted) {
    case 'elements':
      return [...groupBy(atoms, (atom) => atom.symbol)].map(([symbol, members]) => ofAtoms(members, symbol));
    case 'atoms':
      return atoms.map((atom) => ofAtoms([atom], `${atom.symbol}${atom.number}`));
    case 'shells':
      return byFunction(run, atoms, (atom, part) => `${atom.symbol}-${part.letter}`);
    case 'orbitals':
      return byFunction(run, atoms, (atom, part) => `${atom.symbol}-${part.orbital}`);
    case 'atomShells':
      return byFunction(run, atoms, (atom, part) => `${atom.symbol}${atom.number}-${part.letter}`);
  }
}

function chosenAtoms(run: ParentRun, only: readonly number[] | undefined): readonly ParentAtom[] {
  const unknown = only?.find((number) => !run.atoms.some((atom) => atom.number === number));
  if (unknown !== undefined) {
    throw new CrystalqError(
      'SETTINGS_INVALID',
      `DOSS is asked for atom ${unknown}, but ${run.source} has ${run.atoms.length} atoms`,
    );
  }
  return run.atoms.filter((atom) => only?.includes(atom.number) ?? true);
}

function givenProjection(run: ParentRun, given: z.infer<typeof GivenProjection>): Projection {
  const { functions, atoms, label } = given;
  if ((functions === undefined) === (atoms === undefined)) {
    throw new CrystalqError('SETTINGS_INVALID', `projection ${label}: name either functions or atoms`);
  }
  const members = functions ?? atoms ?? [];
  const most = functions ? run.aoCount : run.atoms.length;
  const beyond = members.find((member) => member > most);
  if (beyond !== undefined) {
    throw new CrystalqError(
      'SETTINGS_INVALID',
      `projection ${label}: ${functions ? 'basis function' : 'atom'} ${beyond} is asked for, ${run.source} has ${most}`,
    );
  }
  return { of: functions ? 'functions' : 'atoms', members, note: label };
}

const ofAtoms = (atoms: readonly ParentAtom[], note: string): Projection => ({
  of: 'atoms',
  members: atoms.map((atom) => atom.number),
  note,
});

interface FunctionPart {
  readonly letter: string;
  readonly orbital: string;
}

function byFunction(
  run: ParentRun,
  atoms: readonly ParentAtom[],
  nameOf: (atom: ParentAtom, part: FunctionPart) => string,
): readonly Projection[] {
  if (!atoms.some((atom) => aoRangeOf(atom))) {
    throw new CrystalqError(
      'DECK_INVALID',
      `${run.source}: the table of basis functions is not printed, so that shells and orbitals cannot be named`,
      { hint: 'Project on elements or atoms, or run the SP without suppressing the basis set output.' },
    );
  }
  const named = atoms.flatMap((atom) =>
    atom.shells.flatMap((shell) =>
      partsOf(shell).map((part, index) => ({ name: nameOf(atom, part), ao: shell.firstAo + index })),
    ),
  );
  return [...groupBy(named, ({ name }) => name)].map(([note, members]) => ({
    of: 'functions',
    members: members.map(({ ao }) => ao),
    note,
  }));
}

/** Order of the functions in a shell: CRYSTAL manual, "Basis set", real solid harmonics. */
const components: Readonly<Record<'S' | 'P' | 'D' | 'F' | 'G', readonly string[]>> = {
  S: ['s'],
  P: ['px', 'py', 'pz'],
  D: ['dz2', 'dxz', 'dyz', 'dx2-y2', 'dxy'],
  F: ['fz3', 'fxz2', 'fyz2', 'fz(x2-y2)', 'fxyz', 'fx(x2-3y2)', 'fy(3x2-y2)'],
  G: ['g0', 'g+1', 'g-1', 'g+2', 'g-2', 'g+3', 'g-3', 'g+4', 'g-4'],
};

/** An SP shell is one s function and then three p functions. */
function partsOf(shell: ParentShell): readonly FunctionPart[] {
  const orbitals = shell.type === 'SP' ? [...components.S, ...components.P] : components[shell.type];
  return orbitals.map((orbital) => ({ orbital, letter: orbital.charAt(0) }));
}
