import { error, warning } from '../../finding.js';
import { electronsOf } from '../electrons.js';
import { findEntry, hasKeyword, nameOf, recordOf } from '../entries.js';
import { at, type DeckRule, type DeckView, type PlacedRemark } from './rule.js';

/** Spins need an open shell, and numbers that the electrons can take. */
export const spin: DeckRule = (view) => [...shell(view), ...lock(view), ...labels(view), ...overruled(view)];

const spinWords = ['SPINLOCK', 'SPINLOC2', 'BETALOCK', 'ATOMSPIN'];

function shell({ deck, hamiltonian }: DeckView): PlacedRemark[] {
  if (hamiltonian.openShell) return [];
  return deck.method
    .filter((entry) => spinWords.includes(nameOf(entry)))
    .map((entry) => {
      const instead = hamiltonian.dft === undefined ? 'add UHF' : 'add SPIN inside DFT';
      return at(entry, error('spin', `${nameOf(entry)} in a closed shell`, `${instead}, or remove it`));
    });
}

function lock(view: DeckView): PlacedRemark[] {
  const electrons = electronCount(view);
  if (electrons === undefined) return [];
  const { deck, hamiltonian } = view;
  const difference = recordOf(deck.method, 'SPINLOCK')?.[0];
  if (!hamiltonian.openShell) {
    if (electrons % 2 === 0 || hasKeyword(deck.method, 'SMEAR')) return [];
    const message = `${electrons} electrons in the cell and a closed shell`;
    return [
      at(
        hamiltonian.dft,
        warning('spin', message, 'an insulator needs SPIN (DFT) or UHF; a metal may stay closed'),
      ),
    ];
  }
  if (typeof difference !== 'number' || Math.abs(difference) % 2 === electrons % 2) return [];
  const message = `SPINLOCK ${difference} cannot be: the cell has ${electrons} electrons`;
  return [
    at(
      findEntry(deck.method, 'SPINLOCK'),
      error('spin', message, `write an ${electrons % 2 === 0 ? 'even' : 'odd'} difference`),
    ),
  ];
}

function labels({ deck, expanded }: DeckView): PlacedRemark[] {
  const entry = findEntry(deck.method, 'ATOMSPIN');
  if (entry === undefined || entry.kind === 'verbatim') return [];
  const rows = entry.records.slice(1);
  const most = expanded?.deckAtoms.length;
  const remarks: PlacedRemark[] = [];
  for (const [label, moment] of rows) {
    if (typeof label === 'number' && most !== undefined && (label < 1 || label > most)) {
      remarks.push(
        at(
          entry,
          error(
            'spin',
            `ATOMSPIN names atom ${label}; the primitive cell has ${most}`,
            'count the atoms of the primitive cell',
          ),
        ),
      );
    }
    if (typeof moment === 'number' && Math.abs(moment) > 1) {
      remarks.push(
        at(entry, error('spin', `ATOMSPIN ${moment}`, 'write 1, 0 or -1: the direction, not the moment')),
      );
    }
  }
  return remarks;
}

/** A density matrix from fort.20 has its spins already. */
function overruled({ deck }: DeckView): PlacedRemark[] {
  const entry = findEntry(deck.method, 'ATOMSPIN');
  if (entry === undefined || !hasKeyword(deck.method, 'GUESSP')) return [];
  return [at(entry, warning('spin', 'ATOMSPIN has no effect with GUESSP', 'remove one of them'))];
}

function electronCount({ deck, expanded }: DeckView): number | undefined {
  const { basis } = deck;
  if (basis.kind === 'none' || hasKeyword(basis.entries, 'CHARGED') || hasKeyword(basis.entries, 'GHOSTS'))
    return undefined;
  const electrons =
    expanded === undefined
      ? undefined
      : electronsOf({ geometry: deck.geometry, primitiveAtoms: expanded.deckAtoms }, basis);
  return electrons === undefined || !Number.isInteger(electrons) ? undefined : electrons;
}
