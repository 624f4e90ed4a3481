/*
 *  NEIGHBORS OF THE NON-EQUIVALENT ATOMS
 *
 *  N = NUMBER OF NEIGHBORS AT DISTANCE R
 *     ATOM  N     R/ANG      R/AU   NEIGHBORS (ATOM LABELS AND CELL INDICES)
 *    1 MG   6     2.1201     4.0064    2 O   -1 0 0    2 O    0-1 0    2 O    0 0-1
 *                                      2 O   -1-1 0    2 O   -1 0-1    2 O    0-1-1
 *
 * Printed for the first geometry and again for the optimised one: the last table counts.
 */
import { toNumber } from '../fortran-numbers.js';
import { landmark, type Landmark, type Table } from '../landmarks.js';
import type { NeighborShell } from '../report.js';
import type { RunDraft } from '../run-draft.js';
import { elementSymbol } from './atom-table.js';

const MOST_SHELLS = 5000;

export interface NeighborsDraft {
  shells: NeighborShell[];
}

export const newNeighbors = (): NeighborsDraft => ({ shells: [] });

const SHELL =
  /^\s*(\d+) ([A-Z]{1,2})\d{0,3} *(\d+) +(\d+\.\d{4}) +(\d+\.\d{4}) +(\d+) ([A-Z]{1,2})\d{0,3}(?= |-|\d)/;
const CONTINUED = /^ {25,}\d+ [A-Z]/;
const HEADING = /^ *(?:N = NUMBER OF NEIGHBORS|ATOM +N +R\/ANG)|^\s*$/;

function readNeighbors(draft: RunDraft): Table {
  const shells: NeighborShell[] = [];
  draft.neighbors.shells = shells;
  return (text) => {
    if (HEADING.test(text) || CONTINUED.test(text)) return true;
    const match = SHELL.exec(text);
    const distanceAngstrom = toNumber(match?.[4]);
    if (!match || distanceAngstrom === undefined || shells.length === MOST_SHELLS) return false;
    shells.push({
      atom: Number(match[1]),
      symbol: elementSymbol(match[2] ?? ''),
      count: Number(match[3]),
      distanceAngstrom,
      neighborSymbol: elementSymbol(match[7] ?? ''),
    });
    return true;
  };
}

export const neighborLandmarks: readonly Landmark[] = [
  landmark('NEIGHBORS OF THE NON-EQUIVALENT ATOMS', readNeighbors),
];
