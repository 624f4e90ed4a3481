import { CrystalqError } from '../../../errors/crystalq-error.js';
import type { CifBlock, CifValue } from './parse-cif.js';

/** The first of the tags that has a value. Tags are alternatives: old and new names of one thing. */
export function firstValue(block: CifBlock, tags: readonly string[]): CifValue | undefined {
  for (const tag of tags) {
    const value = column(block, tag)?.[0];
    if (value !== undefined && value.text !== '') return value;
  }
  return undefined;
}

/** All values of a tag; throws where the file contradicts itself about it. */
export function column(block: CifBlock, tag: string): readonly (CifValue | undefined)[] | undefined {
  if (block.contradictions.has(tag)) {
    throw unreadableBlock(block, `${tag} is given more than once with different values`);
  }
  return block.columns.get(tag);
}

/** A number with or without an uncertainty: `5.4307(3)`, `.5`, `-1.2e-3`, `1/3`. Throws on anything else. */
export function cifNumber(block: CifBlock, value: CifValue, what: string): number {
  const number = parseCifNumber(value.text);
  if (number === undefined) {
    throw new CrystalqError(
      'CIF_UNREADABLE',
      `${block.fileName}:${value.line}: ${what} is "${value.text.slice(0, 40)}", not a number`,
      { details: { fileName: block.fileName, line: value.line } },
    );
  }
  return number;
}

const numberForm = /^([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)(?:\([\d.]+\))?$/;
const fractionForm = /^([+-]?\d+)\/(\d+)$/;

export function parseCifNumber(text: string): number | undefined {
  const decimal = numberForm.exec(text);
  if (decimal) return finite(Number(decimal[1]));
  const fraction = fractionForm.exec(text);
  return fraction ? finite(Number(fraction[1]) / Number(fraction[2])) : undefined;
}

const finite = (value: number): number | undefined => (Number.isFinite(value) ? value : undefined);

export const unreadableBlock = (block: CifBlock, what: string, hint?: string): CrystalqError =>
  new CrystalqError('CIF_UNREADABLE', `${block.fileName}: block ${block.name || '(unnamed)'}: ${what}`, {
    details: { fileName: block.fileName, block: block.name },
    ...(hint === undefined ? {} : { hint }),
  });
