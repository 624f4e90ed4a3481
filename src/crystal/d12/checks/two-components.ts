import { error, warning, type Remark } from '../../finding.js';
import type { BasisElement } from '../deck.js';
import { findBlock, findEntry, hasKeyword, nameOf, recordOf } from '../entries.js';
import { spinOrbitLibraries } from '../keywords/basis.js';
import { at, type DeckRule, type DeckView, type PlacedRemark } from './rule.js';

const rule = 'two-components';

/** Spinors and spin-orbit coupling. CRYSTAL23 manual, chapter 6: what it does not list is not supported. */
export const twoComponents: DeckRule = (view) => {
  const block = findBlock(view.deck.method, 'TWOCOMPON');
  const remarks =
    block === undefined ? [] : [...task(view), ...functional(view), ...words(view), ...net(view)];
  return [...remarks, ...pseudopotentials(view, block !== undefined && hasKeyword(block.entries, 'SOC'))];
};

const onBlock = ({ deck }: DeckView, remark: Remark): PlacedRemark =>
  at(findEntry(deck.method, 'TWOCOMPON'), remark);

function task(view: DeckView): PlacedRemark[] {
  if (view.task === undefined) return [];
  const { keyword } = view.task;
  const message = `TWOCOMPON with ${keyword}: two-component runs are single points`;
  return [onBlock(view, error(rule, message, `remove ${keyword}`))];
}

function functional({ deck, hamiltonian: { dft, functional: chosen } }: DeckView): PlacedRemark[] {
  if (chosen === undefined || ['LDA', 'GGA', 'hybrid'].includes(chosen.family)) return [];
  const message = `${chosen.keyword} is ${chosen.family}: two components know LDA, GGA and global hybrids`;
  const place = findEntry([...(dft?.entries ?? []), ...deck.method], chosen.keyword);
  return [at(place, error(rule, message, 'choose PBE, PBE0 or their like'))];
}

/** A DIIS record stops the run, although TWOCOMPON switches DIIS off anyway. */
const refused = ['DIIS', 'DIISALLK', 'HISTDIIS'];
const unsupported = ['GUESSP', 'BROYDEN', 'ANDERSON', 'DFTD3'];

function words({ deck }: DeckView): PlacedRemark[] {
  const among = (names: readonly string[]) => deck.method.filter((entry) => names.includes(nameOf(entry)));
  return [
    ...among(refused).map((entry) =>
      at(entry, error(rule, `${nameOf(entry)} does not go with two components`, 'remove it')),
    ),
    ...among(unsupported).map((entry) =>
      at(entry, warning(rule, `${nameOf(entry)} is not among the words of two-component runs`, 'remove it')),
    ),
  ];
}

/** fcc gold with 12 24 never converged and did with 12 12. */
function net({ deck }: DeckView): PlacedRemark[] {
  const [uniform = 0, gilat = 0] = (recordOf(deck.method, 'SHRINK') ?? []).map(Number);
  const factors = recordOf(deck.method, 'SHRINK', 1)?.map(Number) ?? [uniform];
  const largest = Math.max(...factors);
  if (gilat === largest) return [];
  const message = `the Gilat net (ISP ${gilat}) differs from the k net: two-component runs of metals fail to converge`;
  return [at(findEntry(deck.method, 'SHRINK'), warning(rule, message, `write ISP ${largest}`))];
}

function pseudopotentials(view: DeckView, coupled: boolean): PlacedRemark[] {
  const { basis } = view.deck;
  const elements = basis.kind === 'external' ? basis.elements : [];
  const carriers = elements.filter(carriesSpinOrbit);
  if (coupled && carriers.length === 0) {
    const message = 'SOC, and no atom has a spin-orbit pseudopotential';
    return [onBlock(view, error(rule, message, 'give one with INPSOC or a library such as STUTSC'))];
  }
  return [
    ...elements.flatMap(onSphericalParts),
    ...(coupled ? [] : carriers.filter(isWritten)).map((element) => {
      const message = `the spin-orbit part of element ${element.number} is not used`;
      return at(element, warning(rule, message, 'add TWOCOMPON, SOC and END to the SCF block'));
    }),
  ];
}

const isWritten = ({ pseudopotential }: BasisElement): boolean => pseudopotential?.kind === 'spin-orbit';

const carriesSpinOrbit = (element: BasisElement): boolean =>
  isWritten(element) ||
  (element.pseudopotential?.kind === 'library' &&
    spinOrbitLibraries.has(element.pseudopotential.name.toUpperCase()));

/** The local part and s functions have no angular momentum for a spin to couple to. */
function onSphericalParts(element: BasisElement): PlacedRemark[] {
  const { pseudopotential } = element;
  if (pseudopotential?.kind !== 'spin-orbit') return [];
  const [local = 0, spherical = 0] = pseudopotential.counts;
  const odd = pseudopotential.terms.slice(0, local + spherical).some(([, , coupling]) => coupling !== 0);
  if (!odd) return [];
  const message = `element ${element.number} has spin-orbit coefficients in its local or s part`;
  return [at(element, warning(rule, message, 'write 0 in the third column of the M + M0 first terms'))];
}
