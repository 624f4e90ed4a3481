import { error, warning } from '../../finding.js';
import type { DeckEntry } from '../deck.js';
import { findEntry, hasKeyword, nameOf, numberOf } from '../entries.js';
import { at, type DeckRule, type DeckView, type PlacedRemark } from './rule.js';

const exclusive = ['FULLOPTG', 'CELLONLY', 'ATOMONLY', 'ITATOCEL', 'INTREDUN'];
/** Words that circulate and are none. */
const invented = new Map([
  ['INTONLY', 'ATOMONLY, or INTREDUN for internal coordinates'],
  ['ATOMSONLY', 'ATOMONLY'],
  ['ITATOCELL', 'ITATOCEL'],
]);

/** What excludes what in OPTGEOM. */
export const optgeom: DeckRule = ({ task, dimensionality }) => {
  if (task?.keyword !== 'OPTGEOM') return [];
  const { entries } = task;
  const remarks: PlacedRemark[] = [...unknownTypes(entries)];
  const types = entries.filter((entry) => exclusive.includes(nameOf(entry)));
  for (const type of types.slice(1)) {
    remarks.push(
      at(
        type,
        error(
          'optgeom',
          `${nameOf(type)} beside ${types.map(nameOf)[0] ?? ''}`,
          'keep one kind of optimisation',
        ),
      ),
    );
  }
  return [
    ...remarks,
    ...companions(entries, types.map(nameOf)[0]),
    ...alternatives(entries),
    ...limits(task),
    ...forMolecule(types[0], dimensionality),
  ];
};

function unknownTypes(entries: Entries): PlacedRemark[] {
  return entries.flatMap((entry) => {
    const instead = entry.kind === 'verbatim' ? invented.get(nameOf(entry)) : undefined;
    return instead === undefined
      ? []
      : [at(entry, error('optgeom', `${nameOf(entry)} is no keyword of OPTGEOM`, `write ${instead}`))];
  });
}

type Entries = NonNullable<DeckView['task']>['entries'];

/** Words that need another one beside them. */
function companions(entries: Entries, kind: string | undefined): PlacedRemark[] {
  const remarks: PlacedRemark[] = [];
  const volume = findEntry(entries, 'CVOLOPT');
  if (volume !== undefined && kind !== undefined && kind !== 'FULLOPTG' && kind !== 'CELLONLY') {
    remarks.push(
      at(volume, error('optgeom', `CVOLOPT with ${kind}`, 'CVOLOPT goes with FULLOPTG or CELLONLY')),
    );
  }
  const fixed = findEntry(entries, 'FIXCELL');
  if (fixed !== undefined && !hasKeyword(entries, 'INTREDUN')) {
    remarks.push(at(fixed, error('optgeom', 'FIXCELL without INTREDUN', 'write ATOMONLY, or add INTREDUN')));
  }
  return remarks;
}

/** Words of which one is in force. */
const oneOf: readonly (readonly string[])[] = [
  ['HESSIDEN', 'HESSMOD1', 'HESSMOD2', 'HESSNUM', 'HESSOPT'],
  ['NUMGRATO', 'NUMGRCEL', 'NUMGRALL'],
  ['NOTRUSTR', 'ALLOWTRUSTR'],
  ['NOTRUSTR', 'MAXTRADIUS'],
  ['NOTRUSTR', 'TRUSTRADIUS'],
];

function alternatives(entries: Entries): PlacedRemark[] {
  return oneOf.flatMap((words) => {
    const [first, ...others] = entries.filter((entry) => words.includes(nameOf(entry)));
    if (first === undefined) return [];
    return others.map((entry) =>
      at(entry, warning('optgeom', `${nameOf(entry)} beside ${nameOf(first)}`, 'keep one of them')),
    );
  });
}

function limits(task: NonNullable<DeckView['task']>): PlacedRemark[] {
  const finalRun = numberOf(task.entries, 'FINALRUN');
  if (finalRun === undefined || (finalRun >= 0 && finalRun <= 4)) return [];
  return [at(task, error('optgeom', `FINALRUN ${finalRun}`, 'write a number from 0 to 4'))];
}

function forMolecule(type: DeckEntry | undefined, dimensionality: number | undefined): PlacedRemark[] {
  const name = type === undefined ? '' : nameOf(type);
  if (dimensionality !== 0 || (name !== 'CELLONLY' && name !== 'FULLOPTG')) return [];
  return [at(type, warning('optgeom', `${name} for a molecule, which has no cell`, 'write ATOMONLY'))];
}
