import { CrystalqError } from '../../errors/crystalq-error.js';
import type {
  BasisElement,
  BasisShell,
  Deck,
  DeckBasis,
  DeckEntry,
  DeckRecord,
  Pseudopotential,
} from './deck.js';
import { formatNumber } from './format-number.js';
import type { DeckAtom, DeckGeometry } from './geometry.js';

/**
 * The text of a deck, ending with a line feed; `readDeck` gives the same deck back.
 * @throws DECK_INVALID where a word or title would break a record in two.
 */
export function renderDeck(deck: Deck): string {
  const lines = [
    deck.title,
    ...renderGeometry(deck.geometry),
    ...deck.edits.flatMap(renderEntry),
    ...(deck.geometryEnd === null ? [] : [deck.geometryEnd]),
    ...renderBasis(deck.basis),
    ...(deck.basis.kind === 'none' ? [] : [...deck.method.flatMap(renderEntry), deck.methodEnd]),
    ...deck.rest,
  ];
  const broken = lines.find((line) => /[\r\n\0]/.test(line));
  if (broken !== undefined) {
    throw new CrystalqError(
      'DECK_INVALID',
      `a record of the deck holds a line break: ${JSON.stringify(broken)}`,
    );
  }
  return `${lines.join('\n')}\n`;
}

export function renderGeometry(geometry: DeckGeometry): string[] {
  switch (geometry.kind) {
    case 'CRYSTAL':
      return [
        geometry.kind,
        renderRecord([geometry.symbolFlag, geometry.rhombohedralAxes, geometry.originSetting]),
        String(geometry.group),
        ...(geometry.originShift === undefined ? [] : [renderRecord(geometry.originShift)]),
        renderRecord(geometry.cell),
        ...renderAtoms(geometry.atoms),
      ];
    case 'SLAB':
    case 'POLYMER':
      return [
        geometry.kind,
        String(geometry.group),
        renderRecord(geometry.cell),
        ...renderAtoms(geometry.atoms),
      ];
    case 'HELIX':
      return [
        geometry.kind,
        renderRecord(geometry.order),
        renderRecord(geometry.cell),
        ...renderAtoms(geometry.atoms),
      ];
    case 'MOLECULE':
      return [geometry.kind, String(geometry.group), ...renderAtoms(geometry.atoms)];
    case 'EXTERNAL':
    case 'DLVINPUT':
      return [geometry.kind];
  }
}

function renderAtoms(atoms: readonly DeckAtom[]): string[] {
  return [String(atoms.length), ...atoms.map(({ number, position }) => renderRecord([number, ...position]))];
}

function renderEntry(entry: DeckEntry): string[] {
  switch (entry.kind) {
    case 'verbatim':
      return [...entry.lines];
    case 'keyword':
      return [entry.spelling ?? entry.keyword, ...entry.records.map(renderRecord)];
    case 'block':
      return [
        entry.spelling ?? entry.keyword,
        ...entry.records.map(renderRecord),
        ...entry.entries.flatMap(renderEntry),
        ...(entry.end === null ? [] : [entry.end]),
      ];
  }
}

function renderBasis(basis: DeckBasis): string[] {
  switch (basis.kind) {
    case 'internal':
      return ['BASISSET', basis.name, ...basis.entries.flatMap(renderEntry)];
    case 'external':
      return [
        ...(basis.opening ?? []),
        ...basis.elements.flatMap(renderElement),
        '99 0',
        ...basis.entries.flatMap(renderEntry),
        basis.end,
      ];
    case 'none':
      return [];
  }
}

function renderElement({ number, pseudopotential, shells }: BasisElement): string[] {
  const head = renderRecord([number, shells.length]);
  if (pseudopotential === undefined) return [head, ...shells.flatMap(renderShell)];
  return [head, ...renderPseudopotential(pseudopotential), ...shells.flatMap(renderShell)];
}

function renderPseudopotential(pseudopotential: Pseudopotential): string[] {
  if (pseudopotential.kind === 'library') return [pseudopotential.name];
  const { charge, counts, terms } = pseudopotential;
  const records = [renderRecord([charge, ...counts]), ...terms.map(renderRecord)];
  return pseudopotential.kind === 'input'
    ? ['INPUT', ...records]
    : ['INPSOC', renderRecord([pseudopotential.convention, pseudopotential.scale]), ...records];
}

function renderShell({ type, kind, primitiveCount, electrons, scale, primitives }: BasisShell): string[] {
  return [
    renderRecord([type, kind, primitiveCount, electrons, scale]),
    ...primitives.map((row) => renderRecord(row)),
  ];
}

function renderRecord(record: DeckRecord): string {
  return record.map((value) => (typeof value === 'number' ? formatNumber(value) : value)).join(' ');
}
