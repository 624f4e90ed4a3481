import { error, warning, type Remark } from '../../finding.js';
import { findBlock, findEntry, hasKeyword, nameOf } from '../entries.js';
import { at, type DeckRule, type DeckView, type PlacedRemark } from './rule.js';

/** Words of FREQCALC that only mean something beside another one. */
const companions: readonly (readonly [
  words: readonly string[],
  needed: readonly string[],
  Remark['severity'],
])[] = [
  [['PDOS', 'INS', 'INTERPHESS', 'WANG', 'NOKSYMDISP'], ['DISPERSION'], 'error'],
  [['VSCF', 'VSCFTOL', 'VSCFMIX', 'VCI', 'RESTPES'], ['ANHAPES'], 'error'],
  [['BETAVIB'], ['INTENS', 'INTRAMAN'], 'error'],
  [['RAMANEXP'], ['INTRAMAN'], 'warning'],
];

/** What a word of FREQCALC asks of the words around it. CRYSTAL manual, "Vibrational frequencies". */
export const freqcalcWords: DeckRule = ({ task }) => {
  if (task?.keyword !== 'FREQCALC') return [];
  const { entries } = task;
  return [
    ...missing(entries),
    ...interpolation(entries),
    ...dielectric(entries),
    ...anharmonicModes(entries),
  ];
};

type Entries = NonNullable<DeckView['task']>['entries'];

function missing(entries: Entries): PlacedRemark[] {
  return companions.flatMap(([words, needed, severity]) => {
    const absent = needed.filter((name) => !hasKeyword(entries, name));
    if (absent.length === 0) return [];
    return entries
      .filter((entry) => words.includes(nameOf(entry)))
      .map((entry) => {
        const list = absent.join(' and ');
        const remark = severity === 'error' ? error : warning;
        return at(entry, remark('freqcalc', `${nameOf(entry)} without ${list}`, `add ${list}, or remove it`));
      });
  });
}

/** The manual wants INTERPHESS right behind DISPERSION. */
function interpolation(entries: Entries): PlacedRemark[] {
  const place = entries.findIndex((entry) => nameOf(entry) === 'INTERPHESS');
  const before = entries[place - 1];
  if (place < 0 || !hasKeyword(entries, 'DISPERSION')) return [];
  if (before !== undefined && nameOf(before) === 'DISPERSION') return [];
  return [
    at(
      entries[place],
      warning('freqcalc', 'INTERPHESS does not follow DISPERSION', 'move it right behind DISPERSION'),
    ),
  ];
}

function dielectric(entries: Entries): PlacedRemark[] {
  if (hasKeyword(entries, 'DIELISO') || hasKeyword(entries, 'DIELTENS')) return [];
  const spectrum = findBlock(entries, 'IRSPEC')?.entries ?? [];
  return spectrum
    .filter((entry) => ['REFRIND', 'DIELFUN'].includes(nameOf(entry)))
    .map((entry) =>
      at(
        entry,
        warning(
          'freqcalc',
          `${nameOf(entry)} needs the dielectric constant`,
          'add DIELISO or DIELTENS: without it only the raw absorption is computed',
        ),
      ),
    );
}

function anharmonicModes(entries: Entries): PlacedRemark[] {
  const entry = findEntry(entries, 'ANHAPES');
  if (entry === undefined || entry.kind === 'verbatim') return [];
  const modes = entry.records.slice(1, -1).flat().map(Number);
  const [scheme = 1] = (entry.records.at(-1) ?? []).map(Number);
  const remarks: PlacedRemark[] = [];
  const translation = modes.find((mode) => mode <= 3);
  if (translation !== undefined) {
    const message = `ANHAPES names mode ${translation}: modes 1 to 3 are translations`;
    remarks.push(at(entry, error('freqcalc', message, 'name modes from 4 (molecules: from 7) upwards')));
  }
  if (scheme < 1 || scheme > 4)
    remarks.push(at(entry, error('freqcalc', `scheme ${scheme} of ANHAPES`, 'write 1, 2, 3 or 4')));
  return remarks;
}
