import fc from 'fast-check';
import type {
  BasisElement,
  BasisShell,
  Deck,
  DeckBasis,
  DeckEntry,
  DeckRecord,
  Pseudopotential,
} from '../../../src/crystal/d12/deck.js';
import type { DeckAtom, DeckGeometry, Vector3 } from '../../../src/crystal/d12/geometry.js';
import type { KeywordTable } from '../../../src/crystal/d12/keyword-table.js';
import { basisKeywords, pseudopotentialLibraries } from '../../../src/crystal/d12/keywords/basis.js';
import { geometryKeywords } from '../../../src/crystal/d12/keywords/geometry-edits.js';
import { methodKeywords } from '../../../src/crystal/d12/keywords/method.js';
import { dimensionalityOf } from '../../../src/crystal/d12/read-deck.js';
import { RecordCursor, type NumberKind } from '../../../src/crystal/d12/record-cursor.js';
import {
  cellCountOfLayerGroup,
  cellCountOfSpaceGroup,
  cellCountOfSymbol,
} from '../../../src/crystal/d12/tables/minimal-cell.js';

type Draw = fc.GeneratorValue;

/** One of the choices; `draw` with constantFrom forgets their type. */
const pick = <T>(draw: Draw, ...choices: readonly T[]): T =>
  choices[draw(fc.integer, { min: 0, max: choices.length - 1 })]!;
const realNumber = () => fc.double({ noNaN: true, noDefaultInfinity: true });
const length = () => fc.double({ noNaN: true, noDefaultInfinity: true, min: 1e-3, max: 1e3 });
const endWord = (suffix: string) => () => fc.constantFrom('END', `END${suffix}`);
const name = () => fc.stringMatching(/^[A-Z]{3,8}$/).filter((text) => !text.startsWith('END'));

/** Plays the text: where a reader asks for numbers, it makes them up. So every shape invents its own records. */
class InventingCursor extends RecordCursor {
  constructor(
    private readonly draw: Draw,
    private readonly size: number,
  ) {
    super([], 'invented');
  }

  override skipBlankLines(): void {}

  override takeNumbers(kinds: readonly NumberKind[]): number[] {
    if (kinds.length === 1 && kinds[0] === 'int') return [this.draw(fc.integer, { min: 1, max: 5 })];
    return kinds.map((kind) =>
      kind === 'int' ? this.draw(fc.integer, { min: -999, max: 999 }) : this.draw(realNumber),
    );
  }

  override takeWord(): string {
    return pick(this.draw, 'AUTO', 'ANGROT', 'MATROT', 'PBE', 'BECKE');
  }

  override takeNumericLines(): string[] {
    return this.draw(fc.array, fc.stringMatching(/^-?[1-9] [0-9.]{1,5}( [A-Z]{1,4})?$/), { maxLength: 3 });
  }

  override countNumbersAhead(): number {
    return this.size;
  }
}

function entryOf(
  draw: Draw,
  table: KeywordTable,
  keyword: string,
  dimensionality: number | undefined,
): DeckEntry {
  const rule = table.get(keyword)!;
  const size = dimensionality ?? draw(fc.integer, { min: 1, max: 3 });
  // Where fort.34 holds the structure, BANDS tells its dimension by the numbers of a line: two per direction.
  const ahead = keyword === 'BANDS' ? 2 * size : size;
  const records: readonly DeckRecord[] = rule.records(new InventingCursor(draw, ahead), {
    keyword,
    dimensionality,
  });
  const spelling = draw(fc.boolean) ? {} : { spelling: keyword.toLowerCase() };
  if (rule.block === undefined) return { kind: 'keyword', keyword, ...spelling, records };
  const entries = entriesOf(draw, rule.block, dimensionality, 3);
  return { kind: 'block', keyword, ...spelling, records, entries, end: draw(endWord(keyword.slice(0, 4))) };
}

function entriesOf(
  draw: Draw,
  table: KeywordTable,
  dimensionality: number | undefined,
  most: number,
): DeckEntry[] {
  const count = draw(fc.integer, { min: 0, max: most });
  let left = dimensionality;
  return Array.from({ length: count }, () => {
    if (draw(fc.integer, { min: 0, max: 9 }) === 0) return verbatimOf(draw);
    const keyword = pick(draw, ...table.keys());
    const entry = entryOf(draw, table, keyword, left);
    left = table.get(keyword)?.leaves ?? left;
    return entry;
  });
}

function verbatimOf(draw: Draw): DeckEntry {
  const lines = draw(fc.array, fc.stringMatching(/^-?[0-9.]{1,6}( [0-9]{1,3}){0,3}$/), { maxLength: 3 });
  return {
    kind: 'verbatim',
    lines: [`ZZ${draw(name)}`, ...lines.map((line) => line.replace(/^-?\./, '1.'))],
  };
}

function atomsOf(draw: Draw): DeckAtom[] {
  const count = draw(fc.integer, { min: 1, max: 4 });
  return Array.from({ length: count }, () => ({
    number: draw(fc.integer, { min: 1, max: 298 }),
    position: [draw(realNumber), draw(realNumber), draw(realNumber)] as Vector3,
  }));
}

const symbols = [
  'P N M A',
  'F M 3 M',
  'P 21/C',
  'P 1 1 21/A',
  'R -3 C',
  'P -1',
  'I 41/A M D',
  'P 63/M M C',
  'C M C A',
];

function crystalOf(draw: Draw): DeckGeometry {
  const bySymbol = draw(fc.boolean);
  const group = bySymbol ? pick(draw, ...symbols) : draw(fc.integer, { min: 1, max: 230 });
  const count = typeof group === 'number' ? cellCountOfSpaceGroup(group)! : cellCountOfSymbol(group)!;
  const originSetting = pick(draw, 0, 1, 2);
  return {
    kind: 'CRYSTAL',
    symbolFlag: bySymbol ? 1 : 0,
    rhombohedralAxes: pick(draw, 0 as const, 1 as const),
    originSetting,
    ...(originSetting > 1 ? { originShift: [6, -6, 12] as const } : {}),
    group,
    cell: Array.from({ length: count }, () => draw(length)),
    atoms: atomsOf(draw),
  };
}

function geometryOf(draw: Draw): DeckGeometry {
  const kind = pick(draw, 'CRYSTAL', 'SLAB', 'POLYMER', 'HELIX', 'MOLECULE', 'EXTERNAL', 'DLVINPUT');
  switch (kind) {
    case 'CRYSTAL':
      return crystalOf(draw);
    case 'SLAB': {
      const group = draw(fc.integer, { min: 1, max: 80 });
      const cell = Array.from({ length: cellCountOfLayerGroup(group)! }, () => draw(length));
      return { kind, group, cell, atoms: atomsOf(draw) };
    }
    case 'POLYMER':
      return {
        kind,
        group: draw(fc.integer, { min: 1, max: 99 }),
        cell: [draw(length)],
        atoms: atomsOf(draw),
      };
    case 'HELIX':
      return { kind, order: [3, 1], cell: [draw(length)], atoms: atomsOf(draw) };
    case 'MOLECULE':
      return { kind, group: draw(fc.integer, { min: 1, max: 45 }), atoms: atomsOf(draw) };
    case 'EXTERNAL':
    case 'DLVINPUT':
      return { kind };
  }
}

function shellOf(draw: Draw): BasisShell {
  const type = pick(draw, 0 as const, 1 as const, 2 as const);
  const kind = pick(draw, 0 as const, 1 as const, 2 as const, 3 as const, 4 as const);
  const primitiveCount = draw(fc.integer, { min: 1, max: 3 });
  const columns = kind === 1 ? 3 : 2;
  const rows = type === 0 ? primitiveCount : 0;
  const primitives = Array.from({ length: rows }, () =>
    Array.from({ length: columns }, () => draw(realNumber)),
  );
  return { type, kind, primitiveCount, electrons: draw(length), scale: draw(length), primitives };
}

function pseudopotentialOf(draw: Draw): Pseudopotential {
  const kind = pick(draw, 'library' as const, 'input' as const, 'spin-orbit' as const);
  if (kind === 'library') return { kind, name: pick(draw, ...pseudopotentialLibraries) };
  const counts = Array.from({ length: 6 }, () => draw(fc.integer, { min: 0, max: 2 }));
  const total = counts.reduce((sum, count) => sum + count, 0);
  const reals = kind === 'input' ? 2 : 3;
  const term = () => [
    ...Array.from({ length: reals }, () => draw(realNumber)),
    draw(fc.integer, { min: -2, max: 2 }),
  ];
  const common = { charge: draw(length), counts, terms: Array.from({ length: total }, term) };
  return kind === 'input'
    ? { kind, ...common }
    : { kind, convention: pick(draw, 'INTERNAL', 'MOLPRO'), scale: draw(realNumber), ...common };
}

function elementOf(draw: Draw): BasisElement {
  const number = draw(fc.integer, { min: 1, max: 298 });
  const shells = Array.from({ length: draw(fc.integer, { min: 1, max: 3 }) }, () => shellOf(draw));
  return draw(fc.boolean) ? { number, shells } : { number, pseudopotential: pseudopotentialOf(draw), shells };
}

function basisOf(draw: Draw, dimensionality: number | undefined): DeckBasis {
  const known = entriesOf(draw, basisKeywords, dimensionality, 2);
  if (draw(fc.boolean)) {
    return { kind: 'internal', name: draw(name), entries: known.filter(({ kind }) => kind !== 'verbatim') };
  }
  const elements = Array.from({ length: draw(fc.integer, { min: 1, max: 3 }) }, () => elementOf(draw));
  const opening = pick(draw, undefined, ['BASISSET', 'CUSTOM'], ['BASISSET', 'custom', 'END']);
  return {
    kind: 'external',
    ...(opening === undefined ? {} : { opening }),
    elements,
    entries: known,
    end: draw(endWord('BS')),
  };
}

/** Any deck that the model can express. */
export const arbitraryDeck: fc.Arbitrary<Deck> = fc.gen().map((draw) => {
  const geometry = geometryOf(draw);
  const dimensionality = dimensionalityOf(geometry);
  const title = draw(() => fc.string({ unit: 'grapheme-ascii' })).trimEnd();
  const edits = entriesOf(draw, geometryKeywords, dimensionality, 4);
  const basis = basisOf(draw, dimensionality);
  return {
    title,
    geometry,
    edits,
    geometryEnd:
      (basis.kind === 'external' && basis.opening === undefined) || draw(fc.boolean)
        ? draw(endWord('GEOM'))
        : null,
    basis,
    method: entriesOf(draw, methodKeywords, dimensionality, 8),
    methodEnd: draw(endWord('SCF')),
    rest: pick(draw, [], ['GEOM', 'EXTERNAL', 'END']),
  };
});
