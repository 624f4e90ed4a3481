import { expect } from 'chai';
import { createDice } from '../../../src/rehearsal/dice.js';
import { magnesia, optimization, playCrystal, playProperties } from './play.js';

const decks = [magnesia(), magnesia(optimization), magnesia(['FREQCALC', 'TEMPERAT', '3 10 300', 'END'])];
const propertyDeck =
  'BAND\nMgO\n1 2 20 1 20 1 0\n0 0 0 1 0 1\nNEWK\n8 16\n1 0\nDOSS\n1 50 -1 -1 1 12 0\n-0.7 0.5\n-1 1\nECH3\n8\nEND\n';

/** Cuts, swaps lines, changes characters or puts numbers out of all bounds. */
function damaged(text: string, seed: string): string {
  const dice = createDice(seed);
  const lines = text.split('\n');
  const place = dice.whole(0, lines.length - 1);
  switch (dice.whole(0, 4)) {
    case 0:
      return text.slice(0, dice.whole(0, text.length));
    case 1:
      return [...lines.slice(0, place), ...lines.slice(place + 1)].join('\n');
    case 2:
      return [...lines.slice(place), ...lines.slice(0, place)].join('\n');
    case 3: {
      const numbers = [...text.matchAll(/\d+(?:\.\d*)?/g)];
      const { 0: number, index } = numbers[dice.whole(0, numbers.length - 1)]!;
      const other = ['-7', '0', '1e99', '999999', '*', 'NaN'][dice.whole(0, 5)]!;
      return text.slice(0, index) + other + text.slice(index + number.length);
    }
    default: {
      const at = dice.whole(0, text.length - 1);
      return `${text.slice(0, at)}${String.fromCharCode(dice.whole(1, 255))}${text.slice(at + 1)}`;
    }
  }
}

describe('Damaged input to a rehearsal', () => {
  it('ends every run of crystal with an exit code, never with an exception', () => {
    for (let seed = 0; seed < 300; seed++) {
      const text = damaged(decks[seed % decks.length]!, `deck ${seed}`);
      const { end, output } = playCrystal(text);
      expect(end, text).to.be.oneOf([0, 1]);
      if (end === 1) expect(output, text).to.match(/ERROR \*\*\*\* /);
    }
  });

  it('ends every run of properties with an exit code, never with an exception', () => {
    const { files } = playCrystal(magnesia());
    for (let seed = 0; seed < 200; seed++) {
      const text = damaged(propertyDeck, `properties ${seed}`);
      const { end, output } = playProperties(text, { files });
      expect(end, text).to.be.oneOf([0, 1]);
      if (end === 1) expect(output, text).to.match(/ERROR \*\*\*\* /);
    }
  });

  it('refuses wavefunctions and restart files that are cut short', () => {
    const { files } = playCrystal(magnesia(optimization));
    const half = (name: string): ReadonlyMap<string, string> =>
      new Map([...files, [name, files.get(name)!.slice(0, files.get(name)!.length / 2)]]);
    expect(playProperties(propertyDeck, { files: half('fort.9') }).end).to.equal(1);
    expect(playCrystal(magnesia(['OPTGEOM', 'RESTART', 'END']), { files: half('OPTINFO.DAT') }).end).to.equal(
      1,
    );
    expect(playCrystal(magnesia([], ['GUESSP']), { files: half('fort.20') }).end).to.equal(1);
  });
});
