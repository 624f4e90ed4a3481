import { elementSymbol } from './elements.js';
import type { Structure } from './structure.js';

/** Atoms of the cell in Hill order: carbon, hydrogen, the rest by letter; without carbon all by letter. `C2 H6 O`. */
export function chemicalFormula(structure: Structure): string {
  return formulaOfCounts(countElements(structure.sites.map((site) => site.atomicNumber)));
}

/** Divided by the greatest common divisor: `Mg O` for Mg4O4. */
export function reducedFormula(structure: Structure): string {
  const counts = countElements(structure.sites.map((site) => site.atomicNumber));
  const divisor = [...counts.values()].reduce(greatestCommonDivisor, 0);
  return formulaOfCounts(new Map([...counts].map(([symbol, count]) => [symbol, count / divisor])));
}

export function countElements(atomicNumbers: readonly number[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const number of atomicNumbers) {
    const symbol = elementSymbol(number);
    counts.set(symbol, (counts.get(symbol) ?? 0) + 1);
  }
  return counts;
}

function formulaOfCounts(counts: ReadonlyMap<string, number>): string {
  const withCarbon = counts.has('C');
  const rank = (symbol: string): string => {
    if (withCarbon && symbol === 'C') return '0';
    return withCarbon && symbol === 'H' ? '1' : symbol;
  };
  return [...counts]
    .sort(([a], [b]) => (rank(a) < rank(b) ? -1 : 1))
    .map(([symbol, count]) => (count === 1 ? symbol : `${symbol}${count}`))
    .join(' ');
}

const greatestCommonDivisor = (a: number, b: number): number =>
  b === 0 ? a : greatestCommonDivisor(b, a % b);
