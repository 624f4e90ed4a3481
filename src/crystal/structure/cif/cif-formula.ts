import { atomicNumberOf } from '../elements.js';
import { firstValue, parseCifNumber } from './cif-values.js';
import type { CifBlock } from './parse-cif.js';

/**
 * Does the cell hold what formula and Z of the block say? Undefined where the file does not say both, or its formula
 * cannot be read.
 */
export function matchesFormula(block: CifBlock, atomicNumbers: readonly number[]): boolean | undefined {
  const formula = readFormula(block);
  const units = formulaUnits(block);
  return formula && units !== undefined ? hasContent(formula, units, countNumbers(atomicNumbers)) : undefined;
}

/** Only the proportions are held against a file: many programs write the content of the cell and Z side by side. */
export function formulaRemarks(block: CifBlock, atomicNumbers: readonly number[]): readonly string[] {
  const formula = readFormula(block);
  if (!formula) return [];
  const counts = countNumbers(atomicNumbers);
  if (hasContent(formula, unitsFromContent(formula, counts), counts)) return [];
  const stated = firstValue(block, ['_chemical_formula_sum'])?.text ?? '';
  return [`the atoms of the cell are not in the proportions of the formula stated (${stated})`];
}

type Content = ReadonlyMap<number, number>;

function hasContent(formula: Content, units: number, counts: Content): boolean {
  const elements = new Set([...formula.keys(), ...counts.keys()]);
  return [...elements].every((z) => Math.abs((formula.get(z) ?? 0) * units - (counts.get(z) ?? 0)) < 0.02);
}

function readFormula(block: CifBlock): Content | undefined {
  const text = firstValue(block, ['_chemical_formula_sum'])?.text;
  if (text === undefined) return undefined;
  const formula = new Map<number, number>();
  for (const part of text.split(/[\s,]+/).filter(Boolean)) {
    const match = /^([A-Z][a-z]?)(\d*\.?\d*)$/.exec(part);
    const number = match ? atomicNumberOf(match[1] ?? '') : undefined;
    if (!match || number === undefined) return undefined;
    formula.set(number, (formula.get(number) ?? 0) + (match[2] ? Number(match[2]) : 1));
  }
  return formula.size > 0 ? formula : undefined;
}

function formulaUnits(block: CifBlock): number | undefined {
  const value = firstValue(block, ['_cell_formula_units_z']);
  const units = value && parseCifNumber(value.text);
  return units !== undefined && units > 0 ? units : undefined;
}

function unitsFromContent(formula: Content, counts: Content): number {
  const [first] = formula;
  return first ? (counts.get(first[0]) ?? 0) / first[1] : 0;
}

function countNumbers(atomicNumbers: readonly number[]): Content {
  const counts = new Map<number, number>();
  for (const number of atomicNumbers) counts.set(number, (counts.get(number) ?? 0) + 1);
  return counts;
}
