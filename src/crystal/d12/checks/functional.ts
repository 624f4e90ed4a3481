import { error, warning } from '../../finding.js';
import { findEntry, nameOf } from '../entries.js';
import { functionalParts } from '../hamiltonian-of.js';
import { findFunctional, functionals } from '../tables/functionals.js';
import { grids } from '../tables/grids.js';
import { at, type DeckRule, type DeckView, type PlacedRemark } from './rule.js';

/** The functional, its dispersion and its grid. */
export const functional: DeckRule = (view) => [...choice(view), ...dispersion(view), ...bare(view)];

const withD3 = functionals
  .filter(({ d3, keyword }) => d3 === true && !keyword.endsWith('-D3'))
  .map(({ keyword }) => keyword);

function choice({ hamiltonian: { dft } }: DeckView): PlacedRemark[] {
  if (dft === undefined) return [];
  const chosen = dft.entries.filter((entry) => findFunctional(nameOf(entry)) !== undefined);
  const parts = dft.entries.some((entry) => functionalParts.includes(nameOf(entry)));
  const remarks = chosen
    .slice(1)
    .map((entry) =>
      at(
        entry,
        error('functional', `${nameOf(entry)} beside ${chosen.map(nameOf)[0] ?? ''}`, 'keep one functional'),
      ),
    );
  for (const entry of dft.entries.filter(({ kind }) => kind === 'verbatim')) remarks.push(unknownWord(entry));
  if (chosen.length === 0 && !parts && !dft.entries.some(({ kind }) => kind === 'verbatim')) {
    remarks.push(
      at(
        dft,
        error(
          'functional',
          'the DFT block names no functional',
          'add one, e.g. PBE0, or EXCHANGE and CORRELAT',
        ),
      ),
    );
  }
  const chosenGrids = dft.entries.filter((entry) => grids.some((grid) => grid === nameOf(entry)));
  for (const grid of chosenGrids.slice(1))
    remarks.push(at(grid, warning('functional', 'a second grid', 'keep one')));
  return remarks;
}

function unknownWord(entry: DeckView['deck']['method'][number]): PlacedRemark {
  const name = nameOf(entry);
  if (name.endsWith('-D3')) {
    return at(
      entry,
      error(
        'functional',
        `CRYSTAL has no D3 parameters under the name ${name}`,
        `-D3 goes with ${withD3.join(', ')}; for others use a DFTD3 block`,
      ),
    );
  }
  if (name === 'DEFAULT')
    return at(entry, error('functional', 'DEFAULT is no grid', 'leave it out: XLGRID is the default'));
  return at(
    entry,
    warning('functional', `${name} is no word of the DFT block that crystalq knows`, 'check its spelling'),
  );
}

function dispersion({ deck, hamiltonian }: DeckView): PlacedRemark[] {
  const twice =
    hamiltonian.dispersion === 'block' && hamiltonian.functional?.keyword.endsWith('-D3') === true;
  if (!twice) return [];
  return [
    at(
      findEntry(deck.method, 'DFTD3'),
      warning('functional', 'dispersion by -D3 and by DFTD3', 'keep one of them'),
    ),
  ];
}

function bare({ deck }: DeckView): PlacedRemark[] {
  return deck.method.flatMap((entry) => {
    if (nameOf(entry) === 'HF')
      return [
        at(
          entry,
          error(
            'functional',
            'HF is no keyword',
            'Hartree-Fock is what runs without a DFT block; UHF for an open shell',
          ),
        ),
      ];
    if (nameOf(entry) === 'ROHF')
      return [at(entry, error('functional', 'ROHF is no longer supported', 'write UHF'))];
    return [];
  });
}
