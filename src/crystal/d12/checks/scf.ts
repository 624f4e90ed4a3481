import { error, warning } from '../../finding.js';
import { findEntry, hasKeyword, nameOf, numberOf, recordOf } from '../entries.js';
import { at, type DeckRule, type DeckView, type PlacedRemark } from './rule.js';

/** What excludes what among the controls of the SCF. */
export const scf: DeckRule = (view) => [
  ...accelerators(view),
  ...diisOptions(view),
  ...levelShift(view),
  ...ranges(view),
  ...twice(view),
];

const exclusive = ['DIIS', 'NODIIS', 'DIISALLK', 'ANDERSON', 'BROYDEN'];

function accelerators({ deck }: DeckView): PlacedRemark[] {
  const chosen = deck.method.filter((entry) => exclusive.includes(nameOf(entry)));
  const names = chosen.map(nameOf);
  const compatible =
    names.length === 2 && names.includes('NODIIS') && !names.includes('DIIS') && !names.includes('DIISALLK');
  if (names.length < 2 || compatible) return [];
  return [at(chosen[1], warning('scf', `${names.join(' and ')} together`, 'keep one way of convergence'))];
}

const optionsOfDiis = ['HISTDIIS', 'THREDIIS', 'THRKDIIS', 'SLOSHFAC', 'PRTDIIS'];

function diisOptions({ deck }: DeckView): PlacedRemark[] {
  const instead = ['NODIIS', 'ANDERSON', 'BROYDEN'].find((name) => hasKeyword(deck.method, name));
  if (instead === undefined) return [];
  return deck.method
    .filter((entry) => optionsOfDiis.includes(nameOf(entry)))
    .map((entry) =>
      at(
        entry,
        warning('scf', `${nameOf(entry)} belongs to DIIS, and ${instead} is chosen`, 'remove one of them'),
      ),
    );
}

function levelShift({ deck }: DeckView): PlacedRemark[] {
  const entry = findEntry(deck.method, 'LEVSHIFT');
  const remarks: PlacedRemark[] = [];
  if (entry !== undefined && !hasKeyword(deck.method, 'NODIIS')) {
    const culprit = ['BROYDEN', 'ANDERSON'].find((name) => hasKeyword(deck.method, name)) ?? 'DIIS';
    remarks.push(
      at(
        entry,
        warning('scf', `${culprit} switches LEVSHIFT off without a word (CRYSTAL17 and later)`, 'add NODIIS'),
      ),
    );
  }
  const lock = recordOf(deck.method, 'LEVSHIFT')?.[1];
  if (lock !== undefined && lock !== 0 && lock !== 1) {
    remarks.push(
      at(
        entry,
        error(
          'scf',
          `the second number of LEVSHIFT is a lock, not ${lock}`,
          'write 0 or 1; the first is the shift in 0.1 hartree',
        ),
      ),
    );
  }
  if (lock === 1 && hasKeyword(deck.method, 'SMEAR')) {
    remarks.push(
      at(
        entry,
        warning(
          'scf',
          'LEVSHIFT with lock 1 forces an insulating state, SMEAR is for metals',
          'write lock 0',
        ),
      ),
    );
  }
  return remarks;
}

function ranges({ deck }: DeckView): PlacedRemark[] {
  const limits: readonly (readonly [string, number, number])[] = [
    ['FMIXING', 0, 99],
    ['SMEAR', 1e-6, 0.1],
    ['MAXCYCLE', 1, 100_000],
    ['TOLDEE', 1, 20],
  ];
  const remarks = limits.flatMap(([name, low, high]) => {
    const value = numberOf(deck.method, name);
    if (value === undefined || (value >= low && value <= high)) return [];
    return [
      at(
        findEntry(deck.method, name),
        error('scf', `${name} ${value}`, `write a number from ${low} to ${high}`),
      ),
    ];
  });
  const [, mix = 1, start = 2] = (recordOf(deck.method, 'BROYDEN') ?? []).map(Number);
  if (mix >= 1 && mix <= 99 && start >= 2) return remarks;
  return [
    ...remarks,
    at(
      findEntry(deck.method, 'BROYDEN'),
      error('scf', `BROYDEN with IMIX ${mix} and ISTART ${start}`, 'IMIX is 1 to 99, ISTART at least 2'),
    ),
  ];
}

/** A keyword given twice: CRYSTAL takes one of them in silence. */
function twice({ deck }: DeckView): PlacedRemark[] {
  const seen = new Set<string>();
  return deck.method.flatMap((entry) => {
    const name = nameOf(entry);
    const repeated = seen.has(name) && name !== 'SETPRINT' && name !== 'SETINF';
    seen.add(name);
    return repeated ? [at(entry, warning('scf', `${name} a second time`, 'keep one'))] : [];
  });
}
