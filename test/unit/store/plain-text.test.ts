import { expect } from 'chai';
import fc from 'fast-check';
import { plainJson, plainText } from '../../../src/store/sql/plain-text.js';

describe('Text for the database', () => {
  const table: [string, string][] = [
    ['plain', 'plain'],
    ['nul\0l', 'nul\uFFFDl'],
    ['\uD83D\uDCA5', '\u{1F4A5}'],
    ['half \uD83D of a pair', 'half \uFFFD of a pair'],
    ['the other \uDCA5 half', 'the other \uFFFD half'],
    ['\\u0000 as typed', '\\u0000 as typed'],
    ['\\\\ud83d as typed', '\\\\ud83d as typed'],
  ];
  for (const [text, expected] of table)
    it(`takes ${JSON.stringify(text)} as ${JSON.stringify(expected)}, alone and within JSON`, () => {
      expect(plainText(text)).to.equal(expected);
      expect(JSON.parse(plainJson({ [text]: [text] }))).to.deep.equal({ [expected]: [expected] });
    });

  it('is the same text alone and within JSON, whatever it is', () => {
    const anything = fc.string({
      unit: fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code)),
    });
    fc.assert(
      fc.property(anything, (text) => {
        expect(JSON.parse(plainJson(text))).to.equal(plainText(text));
      }),
    );
  });
});
