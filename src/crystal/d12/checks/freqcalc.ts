import { error, warning, when } from '../../finding.js';
import { findEntry, hasKeyword, nameOf, numberOf } from '../entries.js';
import { at, type DeckRule, type DeckView, type PlacedRemark } from './rule.js';

/** What needs what in FREQCALC. */
export const freqcalc: DeckRule = (view) => {
  const { task } = view;
  if (task?.keyword !== 'FREQCALC') return [];
  return [...intensities(task.entries), ...dispersion(view), ...accuracy(view)];
};

type Entries = NonNullable<DeckView['task']>['entries'];

function intensities(entries: Entries): PlacedRemark[] {
  const has = (name: string): boolean => hasKeyword(entries, name);
  const place = (name: string, ...remarks: readonly PlacedRemark[]): PlacedRemark[] =>
    remarks.map((remark) => at(findEntry(entries, name), remark));
  const techniques = entries.filter((entry) => ['INTPOL', 'INTLOC', 'INTCPHF'].includes(nameOf(entry)));
  return [
    ...place(
      'INTRAMAN',
      ...when(
        has('INTRAMAN') && !(has('INTENS') && has('INTCPHF')),
        error(
          'freqcalc',
          'INTRAMAN needs INTENS and the INTCPHF block',
          'write INTENS, INTRAMAN, INTCPHF, ENDCPHF',
        ),
      ),
    ),
    ...place(
      'RAMSPEC',
      ...when(
        has('RAMSPEC') && !(has('INTENS') && has('INTRAMAN')),
        error('freqcalc', 'RAMSPEC needs INTENS and INTRAMAN', 'add them, or remove RAMSPEC'),
      ),
    ),
    ...place(
      'IRSPEC',
      ...when(has('IRSPEC') && !has('INTENS'), error('freqcalc', 'IRSPEC needs INTENS', 'add INTENS')),
    ),
    ...place(
      'INTCPHF',
      ...when(
        techniques.length > 0 && !has('INTENS'),
        error('freqcalc', 'a technique for intensities without INTENS', 'add INTENS in front'),
      ),
    ),
    ...techniques
      .slice(1)
      .map((technique) =>
        at(technique, error('freqcalc', 'two techniques for intensities', 'keep INTPOL, INTLOC or INTCPHF')),
      ),
  ];
}

function dispersion({ task, deck, dimensionality }: DeckView): PlacedRemark[] {
  const entries = task?.entries ?? [];
  const keyword = findEntry(entries, 'DISPERSION');
  const bands = findEntry(entries, 'BANDS');
  const wang = findEntry(entries, 'WANG');
  const inside = findEntry(entries, 'SCELPHONO');
  const supercell = hasKeyword(deck.edits, 'SCELPHONO');
  const plain = hasKeyword(deck.edits, 'SUPERCEL');
  return [
    ...when(
      inside !== undefined,
      error('freqcalc', 'SCELPHONO inside FREQCALC', 'move keyword and matrix in front of FREQCALC'),
    ).map((remark) => at(inside, remark)),
    ...when(
      keyword !== undefined && !supercell && plain,
      error(
        'freqcalc',
        'DISPERSION with SUPERCEL: the atoms come in the wrong order',
        'MAKE SUPERCELL WITH SCELPHONO',
      ),
    ).map((remark) => at(keyword, remark)),
    ...when(
      keyword !== undefined && !supercell && !plain,
      error(
        'freqcalc',
        'DISPERSION without SCELPHONO: CRYSTAL23 stops with MAKE SUPERCELL WITH SCELPHONO, older ones give Gamma only',
        'add SCELPHONO and a matrix before FREQCALC',
      ),
    ).map((remark) => at(keyword, remark)),
    ...when(
      keyword !== undefined && dimensionality === 0,
      error('freqcalc', 'a molecule has no phonon dispersion', 'remove DISPERSION'),
    ).map((remark) => at(keyword, remark)),
    ...when(
      bands !== undefined && keyword === undefined,
      error('freqcalc', 'BANDS of phonons without DISPERSION', 'add DISPERSION'),
    ).map((remark) => at(bands, remark)),
    ...when(
      wang !== undefined && dimensionality !== undefined && dimensionality !== 3,
      error('freqcalc', 'the polar correction WANG is for crystals only', 'remove WANG'),
    ).map((remark) => at(wang, remark)),
  ];
}

function accuracy({ task, deck }: DeckView): PlacedRemark[] {
  const derivatives = numberOf(task?.entries ?? [], 'NUMDERIV');
  const energy = findEntry(deck.method, 'TOLDEE');
  const exponent = numberOf(deck.method, 'TOLDEE');
  const smeared = hasKeyword(deck.method, 'SMEAR') && hasKeyword(task?.entries ?? [], 'INTENS');
  return [
    ...when(
      derivatives !== undefined && derivatives !== 1 && derivatives !== 2,
      error('freqcalc', `NUMDERIV ${derivatives ?? ''}`, 'write 1 (one-sided) or 2 (central differences)'),
    ).map((remark) => at(task, remark)),
    ...when(
      exponent !== undefined && exponent < 10,
      warning(
        'freqcalc',
        `TOLDEE ${exponent ?? ''}: CRYSTAL warns of a loss of accuracy below 10`,
        'write TOLDEE 10 or 11',
      ),
    ).map((remark) => at(energy, remark)),
    ...when(
      smeared && !hasKeyword(task?.entries ?? [], 'INTCPHF'),
      warning(
        'freqcalc',
        'intensities by the Berry phase need an insulator, and SMEAR is for metals',
        'remove INTENS or SMEAR',
      ),
    ).map((remark) => at(findEntry(deck.method, 'SMEAR'), remark)),
  ];
}
