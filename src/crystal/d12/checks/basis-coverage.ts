import { error, warning } from '../../finding.js';
import { elementSymbol } from '../../structure/elements.js';
import type { BasisElement, DeckBasis } from '../deck.js';
import { missingElements } from '../from-settings/basis.js';
import { internalBasisSets, isInternalBasis, setsCovering } from '../tables/basis-coverage.js';
import { at, type DeckRule, type DeckView, type PlacedRemark } from './rule.js';

/** Every atom needs functions, and its number has to say whether it has a pseudopotential. */
export const basisCoverage: DeckRule = (view) => {
  switch (view.deck.basis.kind) {
    case 'internal':
      return internalRemarks(view, view.deck.basis);
    case 'external':
      return externalRemarks(view, view.deck.basis);
    case 'none':
      return [];
  }
};

function internalRemarks(
  { atoms }: DeckView,
  basis: Extract<DeckBasis, { kind: 'internal' }>,
): PlacedRemark[] {
  if (!isInternalBasis(basis.name)) {
    const instead = `one of ${internalBasisSets.join(', ')}`;
    return [
      at(
        basis,
        warning('basis-coverage', `"${basis.name}" is no internal basis set that crystalq knows`, instead),
      ),
    ];
  }
  const remarks: PlacedRemark[] = [];
  const missing = missingElements(
    basis.name,
    atoms.map(({ number }) => number),
  );
  if (missing.length > 0) {
    const others = setsCovering(new Set(atoms.map(({ number }) => number % 100)));
    const instead =
      others.length > 0 ? `these cover all: ${others.join(', ')}` : 'give an external basis set';
    const names = missing.map(elementSymbol).join(', ');
    remarks.push(at(basis, error('basis-coverage', `${basis.name} has no functions for ${names}`, instead)));
  }
  const heavy = atoms.find(({ number }) => number > 200);
  if (heavy !== undefined) {
    const message = `${heavy.number} asks for a pseudopotential, which ${basis.name} does not carry`;
    remarks.push(at(heavy, error('basis-coverage', message, `write ${heavy.number % 100}`)));
  }
  return remarks;
}

function externalRemarks(
  { atoms }: DeckView,
  basis: Extract<DeckBasis, { kind: 'external' }>,
): PlacedRemark[] {
  const known = new Set(basis.elements.map(({ number }) => number));
  const missing = [...new Set(atoms.map(({ number }) => number))].filter((number) => !known.has(number));
  const remarks = missing.map((number) =>
    at(
      basis,
      error(
        'basis-coverage',
        `the basis set has no element ${number} (${elementSymbol(number % 100)})`,
        `add it before 99 0; there are ${[...known].join(', ')}`,
      ),
    ),
  );
  const bare = basis.elements.filter(
    ({ number, pseudopotential }) => number > 200 && pseudopotential === undefined,
  );
  const masked = basis.elements.filter(
    ({ number, pseudopotential }) => number < 200 && pseudopotential !== undefined,
  );
  return [
    ...remarks,
    ...basis.elements.flatMap(effectiveChargeRemarks),
    ...bare.map((element) =>
      at(
        element,
        error(
          'basis-coverage',
          `${element.number} has no pseudopotential`,
          `add INPUT and its records, or write ${element.number % 100}`,
        ),
      ),
    ),
    ...masked.map((element) =>
      at(
        element,
        error(
          'basis-coverage',
          `${element.number} is an all-electron atom with a pseudopotential`,
          `write ${200 + (element.number % 100)} here and in the geometry`,
        ),
      ),
    ),
  ];
}

/** A core of negative charge is a slip: Znuc is what is left of Z. */
function effectiveChargeRemarks(element: BasisElement): PlacedRemark[] {
  const { number, pseudopotential } = element;
  if (pseudopotential === undefined || pseudopotential.kind === 'library') return [];
  const { charge } = pseudopotential;
  if (charge > 0 && charge <= number % 100) return [];
  const message = `the effective charge ${charge} of element ${number} (Z = ${number % 100})`;
  return [at(element, error('basis-coverage', message, 'write Z less the electrons of the core'))];
}
