import { keywordTable } from '../keyword-table.js';
import { countedInts, none, numericLines } from '../shapes.js';

/** Keywords after the last element of an external basis set, or after the name of an internal one. */
export const basisKeywords = keywordTable({
  GHOSTS: countedInts(1, 'atom label'),
  CHARGED: none,
  CHEMOD: numericLines,
  BREAKELAS: numericLines,
  PRINTBAS: none,
  SYMMOPS: none,
});

/** Libraries inside CRYSTAL whose pseudopotentials have a spin-orbit part. */
export const spinOrbitLibraries: ReadonlySet<string> = new Set([
  'STUTSC',
  'STUTLC',
  'STUTSH',
  'COLUSC',
  'COLULC',
  'COLUSH',
]);

/** Names of pseudopotential libraries inside CRYSTAL. */
export const pseudopotentialLibraries: ReadonlySet<string> = new Set([
  'HAYWLC',
  'HAYWSC',
  'BARTHE',
  'DURAND',
  ...spinOrbitLibraries,
]);
