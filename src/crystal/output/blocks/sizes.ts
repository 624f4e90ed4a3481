/*
 *  N. OF ATOMS PER CELL         2  COULOMB OVERLAP TOL         (T1) 10**   -7
 *  NUMBER OF AO                26  EXCHANGE OVERLAP TOL        (T3) 10**   -7
 *  N. OF ELECTRONS PER CELL    20  EXCHANGE PSEUDO OVP (F(G))  (T4) 10**   -7
 *  MAX NUMBER OF SCF CYCLES     200  CONVERGENCE ON DELTAP        10**-16
 *  SHRINK. FACT.(MONKH.)   12 12 12  NUMBER OF K POINTS IN THE IBZ     72
 *  SHRINKING FACTOR(GILAT NET)   24  NUMBER OF K POINTS(GILAT NET)    413
 *
 * Two fields per line, integers in fixed columns that may touch the words.
 */
import { toNumber } from '../fortran-numbers.js';
import { oneLine, type Landmark } from '../landmarks.js';
import type { RunDraft } from '../run-draft.js';

export interface SizesDraft {
  atoms: number | null;
  shells: number | null;
  basisFunctions: number | null;
  electrons: number | null;
  coreElectrons: number | null;
  mesh: readonly [number, number, number] | null;
  gilat: number | null;
  irreducibleKPoints: number | null;
  maxScfCycles: number | null;
  readonly tolinteg: number[];
}

export const newSizes = (): SizesDraft => ({
  atoms: null,
  shells: null,
  basisFunctions: null,
  electrons: null,
  coreElectrons: null,
  mesh: null,
  gilat: null,
  irreducibleKPoints: null,
  maxScfCycles: null,
  tolinteg: [],
});

type Count = 'atoms' | 'shells' | 'basisFunctions' | 'electrons' | 'coreElectrons' | 'maxScfCycles';

function count(prefix: string, field: Count): Landmark {
  return oneLine(prefix, (draft, text, line) => {
    const from = text.indexOf(prefix) + prefix.length;
    // The second field of the line follows: without it the line may be cut within the number.
    const digits = /^ *(\d+) /.exec(text.slice(from))?.[1];
    if (digits !== undefined) {
      draft.sizes[field] = Number(digits);
      draft.lines[field === 'atoms' ? 'atomsPerCell' : field] = line;
    }
    readTolerance(draft, text);
  });
}

/** `(T1) 10**   -7` is the tolerance 7. */
function readTolerance(draft: RunDraft, text: string): void {
  const match = /\(T([1-5])\) +10\*\* *(-?\d+)\s*$/.exec(text);
  if (match) draft.sizes.tolinteg[Number(match[1]) - 1] = -Number(match[2]);
}

const MESH = /^\s*SHRINK\. FACT\.\(MONKH\.\)([ \d]+?)\s*(?:NUMBER|SHRINKING|$)/;

function readMesh(draft: RunDraft, text: string): void {
  const [a, b, c] = threeIntegers(MESH.exec(text)?.[1] ?? '');
  if (a !== undefined && b !== undefined && c !== undefined) draft.sizes.mesh = [a, b, c];
  readGilat(draft, text);
  readIrreducible(draft, text);
}

/** ` 12 12  1`, or three columns each where they touch: `100100  1`. */
function threeIntegers(field: string): (number | undefined)[] {
  const words = field.trim().split(/\s+/);
  const columns = words.length === 3 ? words : (field.slice(-9).match(/.{3}/g) ?? []);
  return columns.map((digits) => toNumber(digits.trim()));
}

function readGilat(draft: RunDraft, text: string): void {
  const digits = /SHRINKING FACTOR\(GILAT NET\) *(\d+)/.exec(text)?.[1];
  if (digits !== undefined) draft.sizes.gilat = Number(digits);
}

function readIrreducible(draft: RunDraft, text: string): void {
  const digits = /NUMBER OF K POINTS IN THE IBZ *(\d+)/.exec(text)?.[1];
  if (digits !== undefined) draft.sizes.irreducibleKPoints = Number(digits);
}

export const sizeLandmarks: readonly Landmark[] = [
  count('N. OF ATOMS PER CELL', 'atoms'),
  count('NUMBER OF SHELLS', 'shells'),
  count('NUMBER OF AO', 'basisFunctions'),
  count('N. OF ELECTRONS PER CELL', 'electrons'),
  count('CORE ELECTRONS PER CELL', 'coreElectrons'),
  count('MAX NUMBER OF SCF CYCLES', 'maxScfCycles'),
  oneLine('SHRINK. FACT.(MONKH.)', readMesh),
  oneLine('SHRINKING FACTOR(GILAT NET)', readGilat),
  oneLine('NUMBER OF K POINTS IN THE IBZ', readIrreducible),
];
