/**
 * PPAN.DAT, Mulliken populations:
 *
 *     # Mulliken Populations:              seven comment lines
 *              1          2                NSPIN NATOM
 *             12          4                Z, shells
 *          0.000     0.000     0.000       position, bohr
 *         10.129     2.000     6.449 ...   electrons of the atom and of its shells
 *             13                           orbitals
 *          2.000     1.432 ...             electrons of each orbital
 */
import type { Reading } from './data-reader.js';
import { type DataText, numbersOf, quote } from './data-text.js';

export interface PpanDat {
  /** One list of atoms for closed shells; for open shells alpha + beta first, then alpha - beta. */
  readonly spins: readonly (readonly PpanAtom[])[];
}

interface PpanAtom {
  readonly atomicNumber: number;
  readonly positionBohr: readonly number[];
  readonly electrons: number;
  readonly shells: readonly number[];
  readonly orbitals: readonly number[];
}

/** Reads PPAN.DAT. Throws DATA_FILE_UNREADABLE with file and line where it is damaged or cut short. */
export function* readPpanDat(data: DataText): Reading<PpanDat> {
  yield* data.takeWhile((line) => line.startsWith('#') || line.trim() === '');
  const [spinCount = 0, atomCount = 0] = yield* wholeNumbers(data, 2, 'NSPIN NATOM');
  if (spinCount < 1 || spinCount > 2 || atomCount < 1) {
    throw data.fault('one or two spins and some atoms', `${spinCount} and ${atomCount}`, data.lineNumber - 1);
  }
  const spins: PpanAtom[][] = [];
  for (let spin = 0; spin < spinCount; spin += 1) {
    yield* data.takeWhile((line) => line.startsWith('#') || line.trim() === '');
    const atoms: PpanAtom[] = [];
    for (let atom = 0; atom < atomCount; atom += 1) atoms.push(yield* readAtom(data));
    spins.push(atoms);
  }
  return { spins };
}

function* readAtom(data: DataText): Reading<PpanAtom> {
  const [atomicNumber = 0, shellCount = 0] = yield* wholeNumbers(data, 2, 'Z and the number of shells');
  const positionBohr = [...(yield* data.values(3, 'a position'))];
  const [electrons = Number.NaN, ...shells] = yield* data.values(
    shellCount + 1,
    'the electrons of atom and shells',
  );
  const [orbitalCount = 0] = yield* wholeNumbers(data, 1, 'the number of orbitals');
  const orbitals = [...(yield* data.values(orbitalCount, 'the electrons of each orbital'))];
  return { atomicNumber, positionBohr, electrons, shells, orbitals };
}

function* wholeNumbers(data: DataText, count: number, expected: string): Reading<readonly number[]> {
  yield* data.skipBlank();
  const line = yield* data.next(expected);
  const values = numbersOf(line);
  if (values?.length !== count || !values.every((value) => Number.isInteger(value) && value >= 0)) {
    throw data.fault(expected, quote(line), data.lineNumber - 1);
  }
  return values;
}
