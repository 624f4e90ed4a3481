import { expect } from 'chai';
import fc from 'fast-check';
import { toDeckGeometry } from '../../../src/crystal/structure/deck/to-deck-geometry.js';
import { readEachStructure } from '../../../src/crystal/structure/read-structures.js';
import type { Structure } from '../../../src/crystal/structure/structure.js';
import { CrystalqError } from '../../../src/errors/crystalq-error.js';
import { operationsOfHallSymbol } from '../../../src/crystal/symmetry/hall-symbol.js';
import { loadSymmetry } from '../../../src/symmetry/load-symmetry.js';
import { renderFort34 } from '../../../src/crystal/structure/write/render-fort34.js';
import { renderPoscar } from '../../../src/crystal/structure/write/render-poscar.js';
import { renderXyz } from '../../../src/crystal/structure/write/render-xyz.js';
import { cifOf, randomCrystal, randomNumbers } from './random-crystal.js';

const library = loadSymmetry();
const setting = library.standardSetting(62);
const sound = cifOf(randomCrystal(setting, operationsOfHallSymbol(setting.hallSymbol)!, randomNumbers(7)), [
  "_symmetry_space_group_name_H-M 'P n m a'",
  '_chemical_name_common \'a "quoted" name\'',
  '_publ_section_title\n;\nsome text\n;',
]);
const structure = (readEachStructure(sound, 'sound.cif', library)[0] as { structure: Structure }).structure;

const files: readonly (readonly [string, string])[] = [
  ['sound.cif', sound],
  ['sound.xyz', renderXyz(structure)],
  ['sound.gui', renderFort34(structure)],
  ['sound.vasp', renderPoscar(structure)],
];

/** A cut, a changed character, two lines swapped, a line doubled, a stretch of rubbish. */
const damage = fc.tuple(
  fc.constantFrom('cut', 'change', 'swap', 'double', 'rubbish'),
  fc.nat(),
  fc.nat(),
  fc.string({ maxLength: 30 }),
);

function damaged(text: string, [kind, i, j, rubbish]: readonly [string, number, number, string]): string {
  const at = i % text.length;
  const lines = text.split('\n');
  const [p, q] = [i % lines.length, j % lines.length];
  switch (kind) {
    case 'cut':
      return text.slice(0, at);
    case 'change':
      return text.slice(0, at) + String.fromCharCode(32 + (j % 90)) + text.slice(at + 1);
    case 'swap':
      return lines.map((line, k) => (k === p ? lines[q] : k === q ? lines[p] : line)).join('\n');
    case 'double':
      return lines.flatMap((line, k) => (k === p ? [line, line] : [line])).join('\n');
    default:
      return text.slice(0, at) + rubbish + text.slice(at);
  }
}

/** Either a diagnosis, or a structure all of whose numbers are numbers. */
function expectDiagnosisOrSense(text: string, fileName: string): void {
  try {
    for (const result of readEachStructure(text, fileName, library)) {
      if ('error' in result) throw result.error;
      const { lattice, sites } = result.structure;
      expect(
        [...lattice.flat(), ...sites.flatMap((site) => site.fractional)].every(Number.isFinite),
      ).to.equal(true);
      expect(sites.every((site) => site.atomicNumber >= 1 && site.atomicNumber <= 118)).to.equal(true);
      const deck = toDeckGeometry(result.structure, { mode: 'cif' }, library);
      expect(deck.primitiveVectors.flat().every(Number.isFinite)).to.equal(true);
    }
  } catch (thrown) {
    if (!(thrown instanceof CrystalqError)) throw thrown;
    expect(thrown.code).to.not.equal('UNEXPECTED');
    expect(thrown.message).to.have.length.greaterThan(10);
  }
}

describe('damaged structure files', () => {
  for (const [fileName, text] of files) {
    it(`${fileName.split('.')[1]}: damage in up to three places gives a diagnosis or a structure`, () => {
      fc.assert(
        fc.property(fc.array(damage, { minLength: 1, maxLength: 3 }), (damages) => {
          expectDiagnosisOrSense(damages.reduce(damaged, text), fileName);
        }),
        { numRuns: 250 },
      );
    });
  }

  it('any text at all gives a diagnosis', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 400 }),
        fc.constantFrom('x.cif', 'x.xyz', 'x.gui', 'POSCAR', 'x.d12'),
        (text, name) => {
          expectDiagnosisOrSense(text, name);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('a number is never read from a broken one', () => {
    const broken = ['5.6.4', '5,64', '5.64e', '--5.64', '5.64(', '0x5', '5.64(2)3', 'Infinity', '1e999'];
    for (const length of broken) {
      const text = sound.replace(/_cell_length_a \S+/, `_cell_length_a ${length}`);
      const [result] = readEachStructure(text, 'x.cif', library);
      expect(result, length)
        .to.have.property('error')
        .with.property('code')
        .that.is.oneOf(['CIF_UNREADABLE', 'STRUCTURE_NO_CELL']);
    }
  });

  it('a text of twenty megabytes is refused or read in a few seconds', () => {
    const text = `data_x\n_publ_text\n;\n${'lorem ipsum '.repeat(1_700_000)}\n;\n`;
    const started = performance.now();
    expectDiagnosisOrSense(text, 'large.cif');
    expectDiagnosisOrSense('loop_ '.repeat(500_000), 'large.cif');
    expect(performance.now() - started).to.be.lessThan(5000);
  });
});
