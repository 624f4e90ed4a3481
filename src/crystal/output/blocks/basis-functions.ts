/*
 *  LOCAL ATOMIC FUNCTIONS BASIS SET
 *  *******************************************************************************
 *    ATOM   X(AU)   Y(AU)   Z(AU)  N. TYPE  EXPONENT  S COEF   P COEF   D/F/G COEF
 *  *******************************************************************************
 *    1 MG  -0.000   2.844   2.011
 *                                   1 S
 *                                          2.992E+02 1.925E+01 0.000E+00 0.000E+00
 *                            4-     6 P
 *    2 MG   2.844   0.000  -2.011
 *
 * Shells are listed for the first atom of a kind only; the others of that kind have the same.
 */
import { landmark, type Landmark, type Table } from '../landmarks.js';
import type { AtomicBasis, BasisShell } from '../report.js';
import type { RunDraft } from '../run-draft.js';
import { elementSymbol } from './atom-table.js';

interface ListedAtom {
  readonly atom: number;
  readonly symbol: string;
  readonly shells: BasisShell[];
}

export interface BasisDraft {
  listed: ListedAtom[];
}

export const newBasis = (): BasisDraft => ({ listed: [] });

const ATOM_ROW = /^\s{0,5}(\d+) ([A-Z]{1,2})\d{0,3}\s+[-\d.*]+/;
const SHELL_ROW = /^\s{6,}(?:(\d+) *- *)?(\d+) +(SP|S|P|D|F|G)\s*$/;
const PRIMITIVE_ROW = /^\s{30,}[-+\d.]/;

function readBasis(draft: RunDraft): Table {
  const listed: ListedAtom[] = [];
  draft.basis.listed = listed;
  return (text) => {
    if (PRIMITIVE_ROW.test(text) && !SHELL_ROW.test(text)) return listed.length > 0;
    const shell = SHELL_ROW.exec(text);
    if (shell) return addShell(listed.at(-1), shell);
    const atom = ATOM_ROW.exec(text);
    if (atom) {
      listed.push({ atom: Number(atom[1]), symbol: elementSymbol(atom[2] ?? ''), shells: [] });
      return true;
    }
    return listed.length === 0 && /^ ?\*{10}|^ +ATOM /.test(text);
  };
}

function addShell(atom: ListedAtom | undefined, match: RegExpExecArray): boolean {
  if (!atom) return false;
  const lastAo = Number(match[2]);
  atom.shells.push({
    type: match[3] as BasisShell['type'],
    firstAo: match[1] ? Number(match[1]) : lastAo,
    lastAo,
  });
  return true;
}

/**
 * The shells of every atom, numbered through. `kinds` are the conventional atomic numbers in the order of the atoms.
 * Empty where the printed table and the number of basis functions do not agree.
 */
export function completeBasis(
  { listed }: BasisDraft,
  kinds: readonly number[],
  basisFunctions: number | null,
): AtomicBasis[] {
  if (listed.length === 0 || listed.length !== kinds.length) return [];
  const shellsOfKind = new Map<number, readonly BasisShell[]>();
  const complete: AtomicBasis[] = [];
  let offset = 0;
  for (const [index, atom] of listed.entries()) {
    const kind = kinds[index] ?? 0;
    if (atom.shells.length > 0) shellsOfKind.set(kind, atom.shells);
    const shells = numberShells(shellsOfKind.get(kind) ?? [], offset);
    offset = shells.at(-1)?.lastAo ?? offset;
    complete.push({ atom: atom.atom, symbol: atom.symbol, shells });
  }
  return basisFunctions === null || offset === basisFunctions ? complete : [];
}

function numberShells(shells: readonly BasisShell[], offset: number): BasisShell[] {
  const shift = offset + 1 - (shells[0]?.firstAo ?? 1);
  return shells.map(({ type, firstAo, lastAo }) => ({
    type,
    firstAo: firstAo + shift,
    lastAo: lastAo + shift,
  }));
}

export const basisLandmarks: readonly Landmark[] = [landmark('LOCAL ATOMIC FUNCTIONS BASIS SET', readBasis)];
