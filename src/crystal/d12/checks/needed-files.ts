import { error } from '../../finding.js';
import { findEntry } from '../entries.js';
import { at, type DeckRule, type PlacedRemark } from './rule.js';

const restartFiles = new Map([
  ['OPTGEOM', 'OPTINFO.DAT'],
  ['FREQCALC', 'FREQINFO.DAT'],
]);

/** What the deck reads besides itself has to lie there. */
export const neededFiles: DeckRule = ({ deck, task, otherFiles }) => {
  if (otherFiles === undefined) return [];
  const remarks: PlacedRemark[] = [];
  const need = (file: string, part: object | undefined, keyword: string, instead: string): void => {
    if (part === undefined || otherFiles.has(file)) return;
    remarks.push(at(part, error('needed-files', `${keyword} reads ${file}, which is not there`, instead)));
  };
  const guess = findEntry(deck.method, 'GUESSP');
  need('fort.20', guess, 'GUESSP', 'stage the density matrix of an earlier run, or remove GUESSP');
  const file = restartFiles.get(task?.keyword ?? '');
  const restart = findEntry(task?.entries ?? [], 'RESTART');
  if (file !== undefined)
    need(file, restart, 'RESTART', 'stage it from the run that stopped, or remove RESTART');
  const surface = findEntry(task?.entries ?? [], 'RESTPES');
  need('SCANPES.DAT', surface, 'RESTPES', 'stage it from the run that computed ANHAPES, or remove RESTPES');
  if (deck.geometry.kind === 'EXTERNAL' || deck.geometry.kind === 'DLVINPUT') {
    need('fort.34', deck.geometry, deck.geometry.kind, 'stage the geometry file');
  }
  return remarks;
};
