import { expect } from 'chai';
import { propertiesOf } from '../../../src/crystal/output/properties-of.js';
import { propertyCatalogue } from '../../../src/crystal/output/property-catalogue.js';
import {
  convergedScf,
  cycle,
  ended,
  energy,
  head,
  lines,
  optEnd,
  point,
  readText,
  scfEnded,
} from './read-text.js';

const insulator = [
  ' INSULATING STATE',
  ' TOP OF VALENCE BANDS -    BAND     10; K    1; EIG -1.5202135E-01 AU',
  ' BOTTOM OF VIRTUAL BANDS - BAND     11; K    1; EIG  1.0976891E-01 AU',
  ' DIRECT ENERGY BAND GAP:   7.1237 eV',
];
const scf = [cycle(6, '-2.75E+02'), ...insulator, ...convergedScf];
const named = (text: string) => new Map(propertiesOf(readText(text)).map((found) => [found.name, found]));

describe('properties of an output', () => {
  it('carry value, unit and line', () => {
    const found = named(lines(...head, ...scf, ended));
    expect(found.get('energy')).to.include({ value: -275.44859113743, unit: 'hartree/cell', line: 19 });
    expect(found.get('bandGap')).to.include({ value: 7.1237, unit: 'eV', line: 14 });
    expect(found.get('bandGapType')?.value).to.equal('direct');
    expect(found.get('valenceBandTop')?.value).to.equal(-0.15202135);
    expect(found.get('conducting')?.value).to.equal('no');
    expect(found.get('elapsedSeconds')).to.include({ value: 8.56, unit: 's' });
  });

  it('are absent where the output is silent', () => {
    const found = named(lines(...head, ...scf, ended));
    for (const name of [
      'fermiEnergy',
      'volume',
      'frequencies',
      'totalSpin',
      'memory',
      'dispersionEnergy',
    ] as const)
      expect(found.has(name), name).to.equal(false);
    expect(propertiesOf(readText('')).map(({ name }) => name)).to.deep.equal([]);
  });

  it('hold no energy of a run that did not converge, but its history', () => {
    const found = named(lines(...head, cycle(50, energy), scfEnded('TOO MANY CYCLES', energy, 50), ended));
    expect(found.has('energy')).to.equal(false);
    expect(found.has('scfEnergy')).to.equal(false);
    expect(found.get('scfHistory')?.value).to.have.length(1);
  });

  it('hold no band edges of the first point of an optimisation that went on', () => {
    const text = [...head, point(1), ...scf, point(2), optEnd('CONVERGED', energy, 2)];
    const found = named(lines(...text, ended));
    expect(found.has('valenceBandTop')).to.equal(false);
    expect(found.has('bandGap')).to.equal(false);
    const withGap = named(lines(...text, '   BAND GAP:                      6.9612  eV', ended));
    expect(withGap.get('bandGap')?.value).to.equal(6.9612);
  });

  it('are all in the catalogue, with the unit it names', () => {
    for (const { name, unit } of propertiesOf(readText(lines(...head, ...scf, ended))))
      expect(unit).to.equal(propertyCatalogue[name].unit);
  });
});
