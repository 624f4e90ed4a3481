import { expect } from 'chai';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { z } from 'zod';
import { buildDeck } from '../../../src/crystal/d12/build-deck.js';
import type { DeckGeometry } from '../../../src/crystal/d12/geometry.js';
import { renderDeck } from '../../../src/crystal/d12/render-deck.js';
import { coveredElements, internalBasisSets } from '../../../src/crystal/d12/tables/basis-coverage.js';
import { parseSettingsPatch, resolveSettings } from '../../../src/crystal/settings/resolve-settings.js';
import { CalculationSettings } from '../../../src/crystal/settings/settings.js';
import { mistakes } from './mistakes.js';
import { diamondOrder, fcc } from './orders.js';

const page = (name: string): string =>
  readFileSync(path.resolve(import.meta.dirname, '../../../docs', name), 'utf8');

/** The block of the page that is a deck. */
const deckOf = (name: string): string => /```\n([^`]*)```/.exec(page(name))![1]!;

const rocksalt: DeckGeometry = {
  kind: 'CRYSTAL',
  symbolFlag: 0,
  rhombohedralAxes: 0,
  originSetting: 0,
  group: 225,
  cell: [4.21],
  atoms: [
    { number: 12, position: [0, 0, 0] },
    { number: 8, position: [0.5, 0.5, 0.5] },
  ],
};
const graphene: DeckGeometry = {
  kind: 'SLAB',
  group: 80,
  cell: [2.46],
  atoms: [{ number: 6, position: [0.333333333, 0.666666667, 0] }],
};

describe('the pages on decks', () => {
  it('show the OPT deck that is written', () => {
    expect(renderDeck(buildDeck(diamondOrder('OPT')).deck)).to.equal(deckOf('steps/opt.md'));
  });

  it('show the SP deck that is written', () => {
    const settings = resolveSettings('SP', parseSettingsPatch({ preset: 'metal' }, 'page'));
    const primitiveVectors = [
      [2.46, 0, 0],
      [-1.23, 1.23 * Math.sqrt(3), 0],
    ] as const;
    const order = { title: 'graphene', geometry: graphene, primitiveVectors, settings, task: 'SP' } as const;
    expect(renderDeck(buildDeck(order).deck)).to.equal(deckOf('steps/sp.md'));
  });

  it('show the FREQ deck that is written', () => {
    const patch = parseSettingsPatch({ frequencies: { raman: true, irSpectrum: true } }, 'page');
    const settings = resolveSettings('FREQ', patch);
    const order = {
      title: 'mgo',
      geometry: rocksalt,
      primitiveVectors: fcc(4.21),
      settings,
      task: 'FREQ',
    } as const;
    expect(renderDeck(buildDeck(order).deck)).to.equal(deckOf('steps/freq.md'));
  });

  it('name every key of the settings', () => {
    const text = page('decks.md');
    const keys = Object.entries(CalculationSettings.shape).flatMap(([group, schema]) =>
      Object.keys((schema as z.ZodObject).shape).map((key) => `\`${group}.${key}\``),
    );
    expect(keys.filter((key) => !text.includes(key))).to.deep.equal([]);
  });

  it('tell the coverage of every internal basis set that was measured', () => {
    const rows = new Map(
      [...page('decks.md').matchAll(/^\| (\S+) \| ([\d, -]+) \|$/gm)].map(([, name, list]) => [name, list!]),
    );
    for (const name of internalBasisSets) {
      const covered = coveredElements(name);
      if (covered === undefined) continue;
      const told = (rows.get(name) ?? '').split(', ').flatMap((range) => {
        const [first = 0, last = first] = range.split('-').map(Number);
        return Array.from({ length: last - first + 1 }, (_, index) => first + index);
      });
      expect(told, name).to.deep.equal([...covered]);
    }
  });

  it('name every rule of the check, and each rule has a mistake that it finds', () => {
    const table = /\| rule \| it finds \|\n\|.*\n((?:\|.*\n)+)/.exec(page('decks.md'))![1]!;
    const named = table
      .split('\n')
      .flatMap((row) => /^\| (`[^|]*) \|/.exec(row)?.[1]?.match(/[a-z-]+/g) ?? []);
    // The table of releases has its own tests.
    const found = new Set([...mistakes.map(({ rule }) => rule), 'release']);
    expect(named).to.have.members([...found]);
  });
});
