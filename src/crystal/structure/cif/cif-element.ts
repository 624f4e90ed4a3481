import { CrystalqError } from '../../../errors/crystalq-error.js';
import { atomicNumberOf } from '../elements.js';
import { firstValue } from './cif-values.js';
import type { CifBlock, CifValue } from './parse-cif.js';

/** Element of a site from its type symbol (`Fe3+`, `O2-`, `Cval`), else from its label (`Fe1A`). */
export function elementOfSite(
  block: CifBlock,
  type: CifValue | undefined,
  label: CifValue | undefined,
  name: string,
): number {
  const source = type ?? label;
  const number = source && (type ? elementOfType(type.text) : elementOfLabel(block, source.text));
  if (number !== undefined) return number;
  throw new CrystalqError(
    'STRUCTURE_UNKNOWN_ELEMENT',
    `${block.fileName}: block ${block.name}: the element of site ${name} cannot be told from "${source?.text ?? ''}"`,
    {
      details: { fileName: block.fileName, block: block.name, line: source?.line },
      hint: 'Give _atom_site_type_symbol, e.g. Fe or O2-.',
    },
  );
}

/** Letters, then a charge or number or nothing. `Cval` and `Owat` are names of scattering factors. */
function elementOfType(text: string): number | undefined {
  const letters = /^[A-Za-z]+/.exec(text)?.[0] ?? '';
  return atomicNumberOf(/^([A-Z][a-z]?)(?:val|wat)$/.exec(letters)?.[1] ?? letters);
}

/** `CA1` may be calcium or a carbon alpha: the elements of the formula decide, else nobody does. */
function elementOfLabel(block: CifBlock, text: string): number | undefined {
  const letters = /^[A-Za-z]+/.exec(text)?.[0] ?? '';
  const two = letters.slice(0, 2);
  const candidates = [letters.slice(0, 1), ...(two.length === 2 ? [two] : [])].flatMap((symbol) => {
    const number = atomicNumberOf(symbol);
    return number === undefined ? [] : [{ symbol, number }];
  });
  if (candidates.length <= 1) return candidates[0]?.number;
  if (/^[A-Z][a-z]/.test(two)) return candidates[1]?.number;
  const formula = formulaElements(block);
  const inFormula = candidates.filter((candidate) => formula.has(candidate.number));
  return inFormula.length === 1 ? inFormula[0]?.number : undefined;
}

function formulaElements(block: CifBlock): ReadonlySet<number> {
  const formula = firstValue(block, ['_chemical_formula_sum', '_chemical_formula_moiety'])?.text ?? '';
  const symbols = formula.match(/[A-Z][a-z]?/g) ?? [];
  return new Set(symbols.flatMap((symbol) => atomicNumberOf(symbol) ?? []));
}
