import { CrystalqError } from '../../../errors/crystalq-error.js';
import { isCellOfGroup } from '../../symmetry/cell-of-group.js';
import { pointGroupOf } from '../../symmetry/operation-set.js';
import { identityOperation } from '../../symmetry/operation.js';
import type { SymmetryLibrary } from '../../symmetry/symmetry-library.js';
import { expandSites, type Clash, type Expansion } from '../expand-sites.js';
import type { Site, StatedSymmetry, Structure } from '../structure.js';
import { readCifCell, type CifCell } from './cif-cell.js';
import { formulaRemarks, matchesFormula } from './cif-formula.js';
import { hasSites, readCifSites } from './cif-sites.js';
import { readCifSymmetry, type CifSymmetry, type SymmetryReading } from './cif-symmetry.js';
import { firstValue, unreadableBlock } from './cif-values.js';
import { parseCif, type CifBlock } from './parse-cif.js';

/** A block of a CIF, read or refused: one bad block does not hide the good ones. */
export type CifResult = { readonly block: string } & (
  { readonly structure: Structure } | { readonly error: CrystalqError }
);

/** One result per data block that lists atoms. Throws CIF_UNREADABLE or STRUCTURE_EMPTY for the file as a whole. */
export function readCif(text: string, fileName: string, library: SymmetryLibrary): readonly CifResult[] {
  const blocks = parseCif(text, fileName).filter(hasSites);
  if (blocks.length === 0) {
    throw new CrystalqError('STRUCTURE_EMPTY', `${fileName}: no data block of this CIF lists atoms`);
  }
  return blocks.map((block) => {
    try {
      return { block: block.name, structure: readBlock(block, library) };
    } catch (thrown) {
      if (thrown instanceof CrystalqError) return { block: block.name, error: thrown };
      throw thrown;
    }
  });
}

function readBlock(block: CifBlock, library: SymmetryLibrary): Structure {
  const cell = readCifCell(block);
  const listed = readCifSites(block, cell.lattice);
  const symmetry = readCifSymmetry(block, cell.parameters, library) ?? allAtomsListed(block, listed);
  const trials = symmetry.readings.map((reading) => tryReading(reading, listed, cell, block));
  const chosen = [...trials].sort((a, b) => rankOf(a) - rankOf(b))[0] as Trial;
  refuseClashes(block, chosen.expansion.clashes);
  const mismatch = symmetry.contradiction ?? mismatchOf(chosen, cell);
  const areImagesWrong = chosen.expansion.clashes.length > 0;
  const sites = areImagesWrong ? listed : chosen.expansion.sites;
  return {
    title: titleOf(block),
    dimensionality: 3,
    lattice: cell.lattice,
    sites,
    statedSymmetry: statedSymmetryOf(chosen.reading, mismatch),
    remarks: [
      ...cell.remarks,
      ...(chosen.reading.remark === undefined ? [] : [chosen.reading.remark]),
      ...originRemarks(trials, chosen),
      ...expansionRemarks(chosen.expansion),
      ...formulaRemarks(block, atomicNumbers(sites)),
    ],
  };
}

interface Trial {
  readonly reading: SymmetryReading;
  readonly expansion: Expansion;
  readonly isFormulaRight: boolean | undefined;
}

function tryReading(
  reading: SymmetryReading,
  listed: readonly Site[],
  cell: CifCell,
  block: CifBlock,
): Trial {
  refuseHuge(block, listed.length * reading.operations.length);
  const expansion = expandSites(listed, reading.operations, cell.lattice);
  return { reading, expansion, isFormulaRight: matchesFormula(block, atomicNumbers(expansion.sites)) };
}

/** The reading whose atoms make sense: none overlap, the formula is right, more sites are special; then origin 2. */
function rankOf({ reading, expansion, isFormulaRight }: Trial): number {
  const clash = expansion.clashes.length > 0 ? 1e12 : 0;
  const formula = isFormulaRight === false ? 1e9 : 0;
  const originOne = reading.setting?.setting.startsWith('1') === true ? 1 : 0;
  return clash + formula + 2 * expansion.sites.length + originOne;
}

/** Without any word about symmetry, atoms are taken as the whole cell only where formula and Z say so. */
function allAtomsListed(block: CifBlock, listed: readonly Site[]): CifSymmetry {
  if (matchesFormula(block, atomicNumbers(listed)) === true && firstValue(block, ['_cell_formula_units_z'])) {
    return { readings: [{ operations: [identityOperation], source: 'no symmetry stated' }] };
  }
  throw unreadableBlock(
    block,
    'no symmetry is stated: no operations, no space group name or number',
    'Add _space_group_IT_number (1 where all atoms of the cell are listed).',
  );
}

/** CRYSTAL's own limits are far lower; a wild file must not fill the memory. */
const mostAtoms = 200_000;

function refuseHuge(block: CifBlock, images: number): void {
  if (images <= mostAtoms) return;
  throw new CrystalqError(
    'STRUCTURE_UNSUPPORTED',
    `${block.fileName}: block ${block.name} would have up to ${images} atoms in the cell`,
    { hint: 'Check that the file is one structure.' },
  );
}

function refuseClashes(block: CifBlock, clashes: readonly Clash[]): void {
  const clash = clashes.find((candidate) => candidate.kind !== 'images');
  if (!clash) return;
  const place = `${block.fileName}: block ${block.name}`;
  const what =
    clash.kind === 'self'
      ? `site ${clash.first.label} stands ${clash.distanceAngstrom.toFixed(3)} A from its own image`
      : `sites ${clash.first.label} and ${clash.second.label} are ${clash.distanceAngstrom.toFixed(3)} A apart`;
  throw new CrystalqError('STRUCTURE_ATOMS_OVERLAP', `${place}: ${what}`, {
    details: { fileName: block.fileName, block: block.name, distanceAngstrom: clash.distanceAngstrom },
  });
}

function mismatchOf({ reading, expansion }: Trial, cell: CifCell): string | undefined {
  const clash = expansion.clashes[0];
  if (clash) {
    const distance = clash.distanceAngstrom.toFixed(3);
    return `${reading.source}: an image of ${clash.second.label} falls ${distance} A from ${clash.first.label}`;
  }
  if (isCellOfGroup(cell.lattice, pointGroupOf(reading.operations))) return undefined;
  return `${reading.source}: the cell ${cell.parameters.join(' ')} does not have this symmetry`;
}

const statedSymmetryOf = (reading: SymmetryReading, mismatch: string | undefined): StatedSymmetry => ({
  operations: reading.operations,
  source: reading.source,
  ...(reading.setting ? { number: reading.setting.number, symbol: reading.setting.fullSymbol } : {}),
  ...(mismatch === undefined ? {} : { mismatch }),
});

function originRemarks(trials: readonly Trial[], chosen: Trial): readonly string[] {
  if (trials.length < 2) return [];
  return [
    `the file does not tell the origin; ${chosen.reading.setting?.fullSymbol ?? ''} is taken with origin ` +
      `choice ${chosen.reading.setting?.setting[0] ?? '?'}, which fits its atoms`,
  ];
}

function expansionRemarks(expansion: Expansion): readonly string[] {
  const remarks: string[] = [];
  if (expansion.repeated > 0)
    remarks.push(`${expansion.repeated} listed sites are images of others and were left out`);
  if (expansion.largestShiftAngstrom > 0.005) {
    remarks.push(
      `sites were moved up to ${expansion.largestShiftAngstrom.toFixed(4)} A onto special positions`,
    );
  }
  return remarks;
}

const atomicNumbers = (sites: readonly Site[]): readonly number[] => sites.map((site) => site.atomicNumber);

function titleOf(block: CifBlock): string {
  const name = firstValue(block, ['_chemical_name_mineral', '_chemical_name_common'])?.text;
  return (name ?? block.name).replaceAll(/\s+/g, ' ').slice(0, 72);
}
