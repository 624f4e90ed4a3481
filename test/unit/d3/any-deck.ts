import fc from 'fast-check';
import type { DeckBlock, PropertyDeck } from '../../../src/crystal/d3/deck.js';
import type { MapEntry } from '../../../src/crystal/d3/blocks/map.js';
import type { Projection } from '../../../src/crystal/d3/blocks/projection.js';

const count = fc.integer({ min: 1, max: 400 });
const whole = fc.integer({ min: -2000, max: 2000 });
const real = fc
  .oneof(fc.double({ min: -1e6, max: 1e6, noNaN: true }), fc.constantFrom(0, 0.1, -0.7, 1e-7, 2.5e21))
  .map((x) => x + 0);
const reals = (length: number) => fc.array(real, { minLength: length, maxLength: length });
const wholes = (length: number) => fc.array(whole, { minLength: length, maxLength: length });
const note = fc.stringMatching(/^([A-Z][A-Za-z0-9_|-]{0,10})?$/);
const prints = fc.array(fc.tuple(count, whole), { maxLength: 3 });

const newk = fc
  .record({
    kind: fc.constant('NEWK' as const),
    mesh: fc.oneof(fc.constant(null), fc.tuple(count), fc.tuple(count, count, count)),
    gilat: count,
    fermi: fc.constantFrom(0, 1),
    prints,
  })
  // A molecule's NEWK has no Gilat net; with print options its next line would look like a mesh.
  .map((block) => (block.mesh ? block : { ...block, gilat: 0, prints: [] }));

const band = fc.record({
  kind: fc.constant('BAND' as const),
  title: fc.stringMatching(/^[!-~]([ -~]{0,60}[!-~])?$/),
  shrink: count,
  points: count,
  firstBand: count,
  lastBand: count,
  plot: fc.constantFrom(0, 1, 2),
  print: fc.constantFrom(0, 1),
  segments: fc.array(fc.record({ start: wholes(3), end: wholes(3), note }), { maxLength: 6 }),
});

const lettered = fc
  .tuple(
    band,
    fc.array(fc.tuple(fc.constantFrom('G', 'X', 'M'), fc.constantFrom('R', 'T')), { maxLength: 4 }),
  )
  .map(([block, letters]) => ({ ...block, shrink: 0, segments: letters.map((pair) => ({ letters: pair })) }));

const projection: fc.Arbitrary<Projection> = fc.record({
  of: fc.constantFrom('functions' as const, 'atoms' as const),
  members: fc.array(count, { minLength: 1, maxLength: 50 }),
  note,
});

const spectrum = {
  points: count,
  plot: fc.constantFrom(0, 1, 2),
  polynomials: count,
  prints,
};
const range = fc.oneof(
  fc.tuple(count, count).map(([firstBand, lastBand]) => ({ firstBand, lastBand, windowHartree: null })),
  fc.tuple(real, real).map((windowHartree) => ({ firstBand: -1, lastBand: -1, windowHartree })),
);
const doss = fc
  .tuple(
    fc.record({
      kind: fc.constant('DOSS' as const),
      ...spectrum,
      projections: fc.array(projection, { maxLength: 6 }),
    }),
    range,
  )
  .map(([block, bands]) => ({ ...block, ...bands }));
const overlap = fc
  .tuple(
    fc.record({
      kind: fc.constant('OVERLAP' as const),
      keyword: fc.constantFrom('COOP' as const, 'COHP' as const),
      ...spectrum,
      interactions: fc.array(fc.tuple(projection, projection), { maxLength: 4 }),
    }),
    range,
  )
  .map(([block, bands]) => ({ ...block, ...bands }));

const entry: fc.Arbitrary<MapEntry> = fc.oneof(
  fc.record({
    keyword: fc.constantFrom('ANGSTROM' as const, 'BOHR' as const, 'RECTANGU' as const, 'PRINT' as const),
  }),
  fc.record({
    keyword: fc.constant('COORDINA' as const),
    corners: fc.array(reals(3), { minLength: 3, maxLength: 3 }),
  }),
  fc.record({
    keyword: fc.constant('ATOMS' as const),
    atoms: fc.array(wholes(4), { minLength: 3, maxLength: 3 }),
  }),
  fc.record({ keyword: fc.constant('MARGINS' as const), margins: reals(4) }),
  fc.record({ keyword: fc.constant('OTHER' as const), line: fc.constantFrom('STEPSIZE', 'WHATEVER 3') }),
);
const map = fc
  .record({
    kind: fc.constant('MAP' as const),
    keyword: fc.constantFrom('ECHG' as const, 'POTM' as const),
    derivative: fc.constantFrom(0, 1),
    tolerance: count,
    points: count,
    entries: fc.array(entry, { maxLength: 5 }),
  })
  .map((block) => ({ ...block, tolerance: block.keyword === 'POTM' ? block.tolerance : null }));

const extent = fc.oneof(
  fc.constant(null),
  fc
    .integer({ min: 1, max: 3 })
    .chain((n) =>
      fc.oneof(
        fc.record({ keyword: fc.constant('SCALE' as const), factors: reals(n) }),
        fc.record({ keyword: fc.constant('RANGE' as const), minimaBohr: reals(n), maximaBohr: reals(n) }),
      ),
    ),
);
const grid = fc
  .record({
    kind: fc.constant('GRID' as const),
    keyword: fc.constantFrom('ECH3' as const, 'POT3' as const),
    points: count,
    tolerance: count,
    extent,
  })
  .map((block) => ({ ...block, tolerance: block.keyword === 'POT3' ? block.tolerance : null }));

const potc = fc.oneof(
  fc.array(reals(3), { maxLength: 5 }).map((positionsBohr) => ({
    kind: 'POTC' as const,
    mode: 0,
    points: positionsBohr.length,
    unique: 0,
    positionsBohr,
    rangeBohr: null,
    halfWidthBohr: null,
  })),
  fc.tuple(count, reals(2), real).map(([points, rangeBohr, halfWidthBohr]) => ({
    kind: 'POTC' as const,
    mode: 3,
    points,
    unique: 0,
    positionsBohr: [],
    rangeBohr,
    halfWidthBohr,
  })),
);

const boltztra = fc.record({
  kind: fc.constant('BOLTZTRA' as const),
  entries: fc.array(
    fc.oneof(
      fc.record({
        keyword: fc.constantFrom('TRANGE' as const, 'MURANGE' as const, 'TDFRANGE' as const),
        values: reals(3),
      }),
      fc.record({ keyword: fc.constantFrom('RELAXTIM' as const, 'SMEAR' as const), values: reals(1) }),
      fc.record({ keyword: fc.constant('OTHER' as const), line: fc.constant('NEWTHING') }),
    ),
    { maxLength: 6 },
  ),
});

const plain = fc.oneof(
  fc.record({
    kind: fc.constant('PLAIN' as const),
    keyword: fc.constantFrom('PPAN' as const, 'RDFMWF' as const, 'PSCF' as const),
    records: fc.constant([]),
  }),
  fc.record({
    kind: fc.constant('PLAIN' as const),
    keyword: fc.constantFrom('PATO' as const, 'BWIDTH' as const),
    records: fc.tuple(reals(2)),
  }),
  fc.record({
    kind: fc.constant('PLAIN' as const),
    keyword: fc.constantFrom('POLI' as const, 'POLSPIN' as const, 'XRDSPEC' as const),
    records: fc.tuple(reals(3)),
  }),
  fc.record({
    kind: fc.constant('PLAIN' as const),
    keyword: fc.constant('KINETEMD' as const),
    records: fc.tuple(reals(4), reals(1)),
  }),
);

const verbatim = fc
  .tuple(fc.constantFrom('EMDL', 'ANBD', 'SOMETHING'), fc.array(wholes(2), { maxLength: 3 }))
  .map(([keyword, records]) => ({
    kind: 'VERBATIM' as const,
    lines: [keyword, ...records.map((record) => record.join(' '))],
  }));

export const anyBlock: fc.Arbitrary<DeckBlock> = fc.oneof(
  newk, band, lettered, doss, overlap, map, grid, potc, boltztra, plain, verbatim,
); // prettier-ignore

/** Any deck of the model; two unknown keywords in a row are one as far as a reader can tell. */
export const anyDeck: fc.Arbitrary<PropertyDeck> = fc
  .record({
    blocks: fc.array(anyBlock, { minLength: 1, maxLength: 8 }),
    end: fc.constantFrom('END', 'ENDPROP', null),
    after: fc.array(fc.constantFrom('left over', '1 2 3'), { maxLength: 2 }),
  })
  .map(({ blocks, end, after }) => ({
    blocks: blocks.filter(
      (block, index) => block.kind !== 'VERBATIM' || blocks[index - 1]?.kind !== 'VERBATIM',
    ),
    end,
    after: end === null ? [] : after,
  }));
