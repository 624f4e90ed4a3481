import { CrystalqError } from '../../../errors/crystalq-error.js';
import type { Vector3 } from '../../d12/geometry.js';
import { inverse, mapMatrix, rowTimes, type Matrix3 } from '../../symmetry/matrix3.js';
import { atomicNumberOf } from '../elements.js';
import { volumeOf } from '../lattice.js';
import type { Site, Structure } from '../structure.js';
import { checkedAtoms } from './checked-atoms.js';
import { baseName, textLines, type TextLines } from './text-lines.js';

/**
 * POSCAR or CONTCAR of VASP 5 and later: comment, scale (negative: the volume), three vectors, symbols, counts,
 * [Selective dynamics], Direct or Cartesian, positions. Files of VASP 4 name no elements and are refused.
 */
export function readPoscar(text: string, fileName: string): Structure {
  const lines = textLines(text, fileName);
  const title = lines.next('the comment').trim().slice(0, 72);
  const [scaling = 1] = lines.numbers(1, 'the scale');
  const raw: Matrix3 = [lines.vector('a vector'), lines.vector('a vector'), lines.vector('a vector')];
  const factor = scaling < 0 ? Math.cbrt(-scaling / volumeOf(raw)) : scaling;
  const lattice = mapMatrix(raw, (value) => value * factor);
  const elements = readElements(lines);
  const counts = lines.numbers(elements.length, 'the numbers of atoms').slice(0, elements.length);
  const total = counts.reduce((sum, count) => sum + count, 0);
  if (!counts.every(Number.isInteger) || total < 1 || total > 200_000) lines.fail(`${total} atoms`);
  if (/^\s*s/i.test(lines.peek() ?? '')) lines.next('Selective dynamics');
  const isCartesian = /^\s*[ck]/i.test(lines.next('Direct or Cartesian'));
  const back = inverse(lattice);
  const sites = elements.flatMap((element, kind) =>
    Array.from({ length: counts[kind] ?? 0 }, (_, i): Site => {
      const position = lines.vector('a position');
      const fractional: Vector3 = isCartesian
        ? rowTimes([position[0] * factor, position[1] * factor, position[2] * factor], back)
        : position;
      return { atomicNumber: element.atomicNumber, label: `${element.symbol}${i + 1}`, fractional };
    }),
  );
  const structure: Structure = {
    title: title || baseName(fileName),
    dimensionality: 3,
    lattice,
    sites,
    remarks: [],
  };
  return checkedAtoms(structure, fileName);
}

function readElements(lines: TextLines): readonly { symbol: string; atomicNumber: number }[] {
  const words = lines.next('the element symbols').trim().split(/\s+/);
  return words.map((word) => {
    // Names of potentials: Ti_pv, O/1234abcd.
    const symbol = word.replace(/[_/].*$/, '');
    const atomicNumber = atomicNumberOf(symbol);
    if (atomicNumber === undefined) {
      throw new CrystalqError('STRUCTURE_UNKNOWN_ELEMENT', `POSCAR: "${word.slice(0, 20)}" is no element`, {
        hint: 'Write the element symbols in the line above the counts (VASP 5 form).',
      });
    }
    return { symbol, atomicNumber };
  });
}
