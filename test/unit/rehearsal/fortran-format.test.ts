import { expect } from 'chai';
import { fixed, fraction, inRows, scientific } from '../../../src/rehearsal/fortran-format.js';

describe('Numbers as Fortran prints them', () => {
  const printed: readonly (readonly [string, string])[] = [
    [fixed(1.5, 10, 3), '     1.500'],
    [fixed(-0.0001, 8, 2), '    0.00'],
    [fixed(-12, 4, 0), ' -12'],
    [scientific(-274.7683368289, 20, 12), ' -2.747683368289E+02'],
    [scientific(0, 20, 12), '  0.000000000000E+00'],
    [scientific(-0, 9, 1), '  0.0E+00'],
    [scientific(1e-12, 8, 1), ' 1.0E-12'],
    [scientific(1e120, 9, 1), ' 1.0E+120'],
    [fraction(-0.00148, 12, 3), '  -0.148E-02'],
    [fraction(2.1085, 21, 12), '   0.210850000000E+01'],
    [fraction(0, 10, 3), ' 0.000E+00'],
    [fraction(0.99996, 11, 3), '  0.100E+01'],
  ];
  for (const [text, expected] of printed) it(`gives "${expected}"`, () => expect(text).to.equal(expected));

  it('puts so many into a row', () => expect(inRows(['1', '2', '3'], 2)).to.deep.equal(['12', '3']));
});
