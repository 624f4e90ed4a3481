import { CrystalqError } from '../../../errors/crystalq-error.js';
import type { Vector3 } from '../../d12/geometry.js';
import {
  cross,
  dot,
  identity3,
  inverse,
  norm,
  rowTimes,
  scale,
  type Matrix3,
} from '../../symmetry/matrix3.js';
import { atomicNumberOf } from '../elements.js';
import type { Dimensionality, Site, Structure } from '../structure.js';
import { checkedAtoms } from './checked-atoms.js';
import { baseName, readNumber, textLines, type TextLines } from './text-lines.js';

/**
 * XYZ: number of atoms, a comment, one line per atom `Symbol x y z` in Angstrom. The comment of an extended XYZ
 * may hold `Lattice="ax ay az bx ..."` and `pbc="T T F"`; without a lattice the file is a molecule. Only the first
 * frame of a trajectory is read.
 */
export function readXyz(text: string, fileName: string): Structure {
  const lines = textLines(text, fileName);
  const [count = 0] = lines.numbers(1, 'the number of atoms');
  if (!Number.isInteger(count) || count < 1 || count > 200_000) lines.fail(`${count} atoms`);
  const comment = lines.next('the comment');
  const { lattice, dimensionality } = readLattice(comment, lines);
  const columns = positionColumns(comment);
  const toFractional = inverse(lattice);
  const sites = Array.from({ length: count }, () => readAtom(lines, columns, toFractional));
  const more = lines.peek()?.trim() ?? '';
  const structure: Structure = {
    title: titleOf(comment, fileName),
    dimensionality,
    lattice,
    sites: sites.map((site, i) => ({ ...site, label: `${site.label}${i + 1}` })),
    remarks: /^\d+$/.test(more) ? ['the file holds more than one frame; the first is taken'] : [],
  };
  return checkedAtoms(structure, fileName);
}

function readLattice(
  comment: string,
  lines: TextLines,
): { lattice: Matrix3; dimensionality: Dimensionality } {
  const given = /lattice\s*=\s*"([^"]*)"/i.exec(comment)?.[1];
  if (given === undefined) return { lattice: identity3, dimensionality: 0 };
  const [ax, ay, az, bx, by, bz, cx, cy, cz, ...rest] = given.trim().split(/\s+/).map(readNumber);
  const numbers = [ax, ay, az, bx, by, bz, cx, cy, cz].map((value) => value ?? NaN) as NineNumbers;
  if (rest.length > 0 || !numbers.every((value) => Number.isFinite(value)))
    lines.fail('Lattice is not nine numbers');
  const vectors: Matrix3 = [
    [numbers[0], numbers[1], numbers[2]],
    [numbers[3], numbers[4], numbers[5]],
    [numbers[6], numbers[7], numbers[8]],
  ];
  const pbc = /pbc\s*=\s*"([^"]*)"/i.exec(comment)?.[1] ?? 'T T T';
  const periodic = pbc
    .trim()
    .split(/\s+/)
    .map((word) => /^(t|true|1)$/i.test(word));
  return orderedLattice(vectors, periodic);
}

type NineNumbers = [number, number, number, number, number, number, number, number, number];

/** Periodic vectors first; the others become unit vectors across them. */
function orderedLattice(
  vectors: Matrix3,
  periodic: readonly boolean[],
): { lattice: Matrix3; dimensionality: Dimensionality } {
  const [a, b, c] = vectors.filter((_, i) => periodic[i] === true);
  if (a && b && c) return { lattice: vectors, dimensionality: 3 };
  if (a && b) return { lattice: [a, b, unit(cross(a, b))], dimensionality: 2 };
  if (a) {
    const across = unit(cross(a, Math.abs(a[2]) < 0.9 * norm(a) ? [0, 0, 1] : [0, 1, 0]));
    return { lattice: [a, scale(across, -1), unit(cross(a, scale(across, -1)))], dimensionality: 1 };
  }
  return { lattice: identity3, dimensionality: 0 };
}

const unit = (v: Vector3): Vector3 => scale(v, 1 / Math.sqrt(dot(v, v)));

/** `Properties=species:S:1:pos:R:3` tells where symbol and position stand. */
function positionColumns(comment: string): { symbol: number; position: number } {
  const properties = /properties\s*=\s*([^\s"]+)/i.exec(comment)?.[1]?.split(':') ?? [];
  let column = 0;
  const found = { symbol: 0, position: 1 };
  for (let i = 0; i + 2 < properties.length; i += 3) {
    const name = properties[i]?.toLowerCase();
    if (name === 'species') found.symbol = column;
    if (name === 'pos') found.position = column;
    column += Number(properties[i + 2]) || 0;
  }
  return found;
}

function readAtom(
  lines: TextLines,
  columns: { symbol: number; position: number },
  toFractional: Matrix3,
): Site {
  const words = lines.next('an atom').trim().split(/\s+/);
  const label = words[columns.symbol] ?? '';
  const [x = NaN, y = NaN, z = NaN] = words.slice(columns.position, columns.position + 3).map(readNumber);
  const position: Vector3 = [x, y, z];
  if (!position.every((value) => Number.isFinite(value)))
    lines.fail(`"${words.join(' ').slice(0, 60)}" is no atom`);
  // Some programs write the atomic number in place of the symbol.
  const atomicNumber = /^\d+$/.test(label)
    ? Number(label)
    : atomicNumberOf(label.replace(/[^A-Za-z].*$/, ''));
  if (atomicNumber === undefined || atomicNumber < 1 || atomicNumber > 118) {
    throw new CrystalqError('STRUCTURE_UNKNOWN_ELEMENT', `"${label.slice(0, 20)}" is no element`);
  }
  return { atomicNumber, label, fractional: rowTimes(position, toFractional) };
}

function titleOf(comment: string, fileName: string): string {
  const plain = comment.replaceAll(/\w+\s*=\s*("[^"]*"|\S+)/g, '').trim();
  return (plain || baseName(fileName)).slice(0, 72);
}
