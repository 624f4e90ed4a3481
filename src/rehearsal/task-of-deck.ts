import type { BasisShell, Deck, DeckBasis, DeckEntry, DeckRecord } from '../crystal/d12/deck.js';
import { findBlock, hasKeyword, nameOf, numberOf, recordOf } from '../crystal/d12/entries.js';
import { structuralEdits } from '../crystal/d12/keywords/geometry-edits.js';
import type {
  BasisTask,
  CrystalTask,
  ExternalElement,
  FrequencyTask,
  HamiltonianTask,
  OptimizationTask,
  ScfTask,
  ShellType,
} from './task.js';

/** A deck that can be read, but that CRYSTAL stops at. */
export class DeckRefused extends Error {
  constructor(
    readonly routine: string,
    message: string,
  ) {
    super(message);
  }
}

/** What a deck asks for; throws DeckRefused at a keyword outside CRYSTAL's tables and where the deck stops too early. */
export function taskOfDeck(deck: Deck): CrystalTask {
  refuseUnknown(deck.edits, 'READIN');
  refuseUnknown(deck.method, 'READM2');
  const optimization = findBlock(deck.edits, 'OPTGEOM');
  const frequencies = findBlock(deck.edits, 'FREQCALC');
  const kind = frequencies ? 'FREQ' : optimization ? 'OPT' : 'SP';
  return {
    title: deck.title,
    geometry: deck.geometry,
    kind,
    ignoredEdits: deck.edits.map(nameOf).filter((name) => structuralEdits.has(name)),
    stopAfter: stopOf(deck),
    optimization: optimizationTask(optimization?.entries ?? []),
    frequencies: frequencyTask(frequencies?.entries ?? []),
    basis: basisTask(deck.basis),
    hamiltonian: hamiltonianTask(deck.method),
    scf: scfTask(deck.method, kind),
  };
}

function refuseUnknown(entries: readonly DeckEntry[], routine: string): void {
  for (const entry of entries) {
    if (entry.kind === 'verbatim')
      throw new DeckRefused(routine, `KEYWORD ${entry.lines[0]?.trim() ?? ''} NOT ALLOWED`);
    if (entry.kind === 'block') refuseUnknown(entry.entries, entry.keyword);
  }
}

function stopOf(deck: Deck): CrystalTask['stopAfter'] {
  if (hasKeyword(deck.edits, 'TESTGEOM')) return 'geometry';
  return ['TESTPDIM', 'TESTRUN', 'TEST'].some((keyword) => hasKeyword(deck.method, keyword))
    ? 'dimensions'
    : null;
}

/** Defaults of CRYSTAL17 and 23 where the block is silent. */
function optimizationTask(entries: readonly DeckEntry[]): OptimizationTask {
  const scopes = ['FULLOPTG', 'CELLONLY', 'ATOMONLY'] as const;
  return {
    scope:
      scopes.find((scope) => hasKeyword(entries, scope)) ??
      (hasKeyword(entries, 'INTREDUN') ? 'ATOMONLY' : 'FULLOPTG'),
    maxPoints: numberOf(entries, 'MAXCYCLE') ?? 100,
    gradientThreshold: numberOf(entries, 'TOLDEG') ?? 0.0003,
    displacementThreshold: numberOf(entries, 'TOLDEX') ?? 0.0012,
    restart: hasKeyword(entries, 'RESTART'),
    finalRun: numberOf(entries, 'FINALRUN') ?? 4,
  };
}

function frequencyTask(entries: readonly DeckEntry[]): FrequencyTask {
  return {
    restart: hasKeyword(entries, 'RESTART'),
    withIntensities: hasKeyword(entries, 'INTENS'),
    temperaturesKelvin: steps(recordOf(entries, 'TEMPERAT'), 298.15),
    pressuresMPa: steps(recordOf(entries, 'PRESSURE'), 0.101325),
  };
}

/** `N first last`: N values in equal steps. */
function steps(record: DeckRecord | undefined, usual: number): number[] {
  if (record === undefined) return [usual];
  const [count = 1, first = usual, last = usual] = record.map(Number);
  return Array.from({ length: Math.min(count, 200) }, (_, index) =>
    count === 1 ? first : first + ((last - first) * index) / (count - 1),
  );
}

function basisTask(basis: DeckBasis): BasisTask {
  switch (basis.kind) {
    case 'internal':
      return { kind: 'internal', name: basis.name };
    case 'external':
      return {
        kind: 'external',
        isCharged: hasKeyword(basis.entries, 'CHARGED'),
        elements: basis.elements.map((element): ExternalElement => ({
          number: element.number,
          effectiveCharge:
            element.pseudopotential === undefined
              ? null
              : element.pseudopotential.kind !== 'library'
                ? element.pseudopotential.charge
                : element.shells.reduce((total, shell) => total + shell.electrons, 0),
          shells: element.shells.map((shell) => ({ type: shellType(shell), electrons: shell.electrons })),
        })),
      };
    case 'none':
      throw new DeckRefused('INPBAS', 'END OF DATA IN INPUT DECK');
  }
}

const shellType = (shell: BasisShell): ShellType => (['S', 'SP', 'P', 'D', 'F', 'G'] as const)[shell.kind];

function hamiltonianTask(method: readonly DeckEntry[]): HamiltonianTask {
  const dft = findBlock(method, 'DFT');
  const composite = ['HF3C', 'HFSOL3C'].find((keyword) => hasKeyword(method, keyword));
  const functional = dft === undefined ? (composite ?? '') : functionalOf(dft.entries);
  return {
    isDft: dft !== undefined,
    functional,
    hasDispersion:
      /-D3$|3C$/i.test(functional) || hasKeyword(method, 'DFTD3') || hasKeyword(method, 'GRIMME'),
    isComposite: /3C$/i.test(functional),
    isOpenShell: hasKeyword(method, 'UHF') || hasKeyword(dft?.entries ?? [], 'SPIN'),
  };
}

/** Words of the DFT block that are not the functional. */
const notFunctionals =
  /^(?:SPIN|NONCOL|EXCHANGE|CORRELAT|HYBRID|NONLOCAL|RADIAL|ANGULAR|BECKE|SAVIN|TOLL|LIMBEK|BATCH|DIST|BASIS|NUMERICA|ANALYTIC|PRINT|.*GRID$|.*OMEGA)/;

function functionalOf(entries: readonly DeckEntry[]): string {
  const keyword = entries.find((entry) => entry.kind === 'keyword' && !notFunctionals.test(entry.keyword));
  if (keyword?.kind === 'keyword') return keyword.keyword;
  const parts = ['EXCHANGE', 'CORRELAT'].map((part) => String(recordOf(entries, part)?.[0] ?? ''));
  return parts.filter(Boolean).join('/');
}

function scfTask(method: readonly DeckEntry[], kind: CrystalTask['kind']): ScfTask {
  const locked = recordOf(method, 'SPINLOCK')?.[0];
  return {
    maxCycles: numberOf(method, 'MAXCYCLE') ?? 50,
    mixingPercent: numberOf(method, 'FMIXING') ?? 30,
    toldee: numberOf(method, 'TOLDEE') ?? { SP: 6, OPT: 7, FREQ: 10 }[kind],
    tolinteg: recordOf(method, 'TOLINTEG')?.map(Number) ?? [7, 7, 7, 7, 14],
    shrink: shrinkOf(method),
    smearHartree: numberOf(method, 'SMEAR') ?? null,
    fromGuess: hasKeyword(method, 'GUESSP'),
    lockedSpin: locked === undefined ? null : Number(locked),
    printsPopulations: hasKeyword(method, 'PPAN'),
    hasOwnAccelerator: ['BROYDEN', 'ANDERSON', 'LEVSHIFT', 'NODIIS'].some((keyword) =>
      hasKeyword(method, keyword),
    ),
  };
}

function shrinkOf(method: readonly DeckEntry[]): ScfTask['shrink'] {
  if (!hasKeyword(method, 'SHRINK')) return null;
  const [is = 0, gilat = 0] = (recordOf(method, 'SHRINK') ?? []).map(Number);
  const [n1 = is, n2 = is, n3 = is] = (recordOf(method, 'SHRINK', 1) ?? []).map(Number);
  return { mesh: [n1, n2, n3], gilat };
}
