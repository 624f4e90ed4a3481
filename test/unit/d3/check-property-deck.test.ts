import { expect } from 'chai';
import { checkPropertyDeck } from '../../../src/crystal/d3/checks/check-property-deck.js';
import type { ParentRun } from '../../../src/crystal/d3/parent-run.js';
import { readPropertyDeckWithLines } from '../../../src/crystal/d3/read-deck.js';
import { chain, graphene, magnesia, water } from './parent-runs.js';

const newk = 'NEWK\n12 24\n1 0\n';
const bandOf = (record: string, segment = '0 0 0 1 0 1'): string => `BAND\nt\n${record}\n${segment}\nEND\n`;
const dossOf = (record: string, rest = ''): string => `${newk}DOSS\n${record}\n${rest}END\n`;
const mapOf = (rest: string): string => `ECHG\n0\n50\n${rest}END\nEND\n`;
const plane = 'COORDINA\n0 0 0\n1 0 0\n1 1 0\n';
const transportOf = (mu: string, tdf = mu): string =>
  `${newk}BOLTZTRA\nTRANGE\n300 500 10\nMURANGE\n${mu}\nTDFRANGE\n${tdf}\nEND\nEND\n`;

/** Graphene with its sixfold axis: the directions of the plane are exchanged. */
const sixfold: ParentRun = {
  ...graphene,
  shrink: { mesh: [12, 12, 1], gilat: 24 },
  rotations: [[[1, -1, 0], [1, 0, 0], [0, 0, 1]]], // prettier-ignore
};

/** Rule, the deck that breaks it, the line it must name, the run it is checked against. */
const broken: readonly (readonly [rule: string, deck: string, line: number, run?: ParentRun])[] = [
  ['end-missing', newk, 4],
  ['text-after-end', `${newk}END\nDOSS\n`, 4],
  ['rdfmwf-first', `${newk}RDFMWF\nEND\n`, 4],
  ['newk-missing', 'PPAN\nDOSS\n0 300 1 4 2 12 0\nEND\n', 2],
  ['newk-missing', `${newk}${bandOf('1 2 60 1 4 1 0').replace('END\n', '')}DOSS\n0 300 1 4 2 12 0\nEND\n`, 8],
  ['newk-missing', 'BOLTZTRA\nTRANGE\n1 2 1\nMURANGE\n1 2 1\nTDFRANGE\n1 2 1\nEND\nEND\n', 1],
  ['newk-gilat', 'NEWK\n12 12\n1 0\nEND\n', 1],
  ['newk-mesh', 'NEWK\n0 8\n0 4 4\n1 0\nEND\n', 1],
  ['newk-no-mesh', 'NEWK\n1 0\nEND\n', 1, magnesia],
  ['newk-molecule', `${newk}END\n`, 1, water],
  ['newk-symmetry', 'NEWK\n0 48\n24 12 1\n1 0\nEND\n', 1, sixfold],
  ['newk-coarse', 'NEWK\n6 12\n1 0\nEND\n', 1, magnesia],
  ['newk-open-direction', 'NEWK\n0 96\n48 48 2\n1 0\nEND\n', 1, graphene],
  ['newk-fermi', 'NEWK\n24 48\n0 0\nEND\n', 1, graphene],
  ['band-letters', bandOf('1 0 60 1 4 1 0', 'G X'), 1],
  ['band-fractions', bandOf('1 2 60 1 4 1 0', '0 0 0 0.5 0 0.5'), 1],
  ['band-range', bandOf('1 2 60 9 4 1 0'), 1],
  ['band-no-plot', bandOf('1 2 60 1 4 0 0'), 1],
  ['band-points', bandOf('1 2 5 1 4 1 0'), 1],
  ['band-segment-empty', bandOf('1 2 60 1 4 1 0', '1 0 1 1 0 1'), 1],
  ['band-shrink', bandOf('1 -2 60 1 4 1 0'), 1],
  ['band-empty', 'BAND\nt\n0 2 60 1 4 1 0\nEND\n', 1],
  ['band-title', `BAND\n${'x'.repeat(80)}\n1 2 60 1 4 1 0\n0 0 0 1 0 0\nEND\n`, 1],
  ['band-beyond', bandOf('1 2 60 1 27 1 0'), 1, magnesia],
  ['band-open-direction', bandOf('1 2 60 1 4 1 0', '0 0 0 0 0 1'), 1, graphene],
  ['band-molecule', bandOf('1 2 60 1 4 1 0'), 1, water],
  ['doss-projections', dossOf('16 300 1 4 2 12 0', '-1 1\n'.repeat(16)), 4],
  ['doss-range', dossOf('0 300 -1 4 2 12 0'), 4],
  ['doss-range', dossOf('0 300 5 4 2 12 0'), 4],
  ['doss-polynomials', dossOf('0 300 1 4 2 40 0'), 4],
  ['doss-points', dossOf('0 1 1 4 2 12 0'), 4],
  ['doss-no-plot', dossOf('0 300 1 4 0 12 0'), 4],
  ['doss-window', dossOf('0 300 -1 -1 2 12 0', '0.5 -0.5\n'), 4],
  ['doss-window-fermi', dossOf('0 300 -1 -1 2 12 0', '-0.1 0.5\n'), 4, magnesia],
  ['doss-beyond', dossOf('0 300 1 99 2 12 0'), 4, magnesia],
  ['doss-all-bands', dossOf('0 300 1 26 2 12 0'), 4, magnesia],
  ['doss-molecule', dossOf('0 300 1 4 2 12 0'), 4, water],
  ['projection-beyond', dossOf('1 300 1 4 2 12 0', '-1 3\n'), 4, magnesia],
  ['projection-beyond', dossOf('1 300 1 4 2 12 0', '2 1 27\n'), 4, magnesia],
  ['projection-twice', dossOf('1 300 1 4 2 12 0', '2 1 1\n'), 4],
  ['projection-beyond', `${newk}COOP\n1 300 1 4 2 12 0\n-1 1\n-1 9\nEND\n`, 4, magnesia],
  ['map-derivative', 'ECHG\n2\n50\n' + plane + 'END\nEND\n', 1],
  ['map-points', 'ECHG\n0\n1\n' + plane + 'END\nEND\n', 1],
  ['map-plane', mapOf('RECTANGU\n'), 1],
  ['map-plane', mapOf(plane + plane), 1],
  ['map-fraction', mapOf('FRACTION\n' + plane), 1],
  ['map-keyword', mapOf('RECTANGLE\n' + plane), 1],
  ['map-line', mapOf('COORDINA\n0 0 0\n1 0 0\n2 0 0\n'), 1],
  ['map-atom', mapOf('ATOMS\n1 0 0 0\n2 0 0 0\n3 0 0 0\n'), 1, magnesia],
  ['grid-points', 'ECH3\n1\nEND\n', 1],
  ['grid-range', 'ECH3\n50\nRANGE\n20\n-20\nEND\n', 1],
  ['grid-no-extent', 'ECH3\n50\nEND\n', 1, graphene],
  ['grid-extent', 'ECH3\n50\nSCALE\n3\nEND\n', 1, magnesia],
  ['grid-extent-length', 'POT3\n50\n5\nSCALE\n3 3\nEND\n', 1, graphene],
  ['grid-cuts-atoms', 'ECH3\n50\nRANGE\n1\n20\nEND\n', 1, graphene],
  ['potc-mode', 'POTC\n1 5 0\nEND\n', 1],
  ['potc-file', 'POTC\n0 -5 0\nEND\n', 1],
  ['potc-planes', 'POTC\n2 1 0\n-5 5\nEND\n', 1],
  ['potc-range', 'POTC\n2 50 0\n5 -5\nEND\n', 1],
  ['potc-width', 'POTC\n3 50 0\n-5 5\n0\nEND\n', 1],
  ['boltztra-missing', `${newk}BOLTZTRA\nTRANGE\n300 500 10\nMURANGE\n-5 5 0.1\nEND\nEND\n`, 4],
  ['boltztra-range', transportOf('5 -5 0.1', '-9 9 0.1'), 4],
  ['boltztra-range', transportOf('-5 5 0', '-9 9 0.1'), 4],
  ['boltztra-temperature', transportOf('-5 5 0.1').replace('300 500 10', '0 500 10'), 4],
  ['boltztra-relaxation', transportOf('-5 5 0.1').replace('END\nEND', 'RELAXTIM\n0\nEND\nEND'), 4],
  ['boltztra-smear', transportOf('-5 5 0.1').replace('END\nEND', 'SMEAR\n0.1\nEND\nEND'), 4],
  ['boltztra-keyword', transportOf('-5 5 0.1').replace('END\nEND', 'NEWTHING\nEND\nEND'), 4],
  ['boltztra-tdf', transportOf('-5 5 0.1', '-1 1 0.1'), 4],
  ['boltztra-absolute', transportOf('-2 2 0.1'), 4, magnesia],
  ['keyword-unknown', 'PPANN\nEND\n', 1],
  ['open-shell-only', 'ANISOTRO\nALL\nEND\n', 1, magnesia],
  ['wavefunction-not-converged', 'PPAN\nEND\n', 1, { ...magnesia, converged: false }],
];

/** Decks with nothing to complain about. */
const sound: readonly (readonly [string, ParentRun])[] = [
  ['RDFMWF\nPPAN\nEND\n', magnesia],
  [bandOf('1 2 60 1 26 1 0'), magnesia],
  [`${newk}BAND\nt\n1 2 60 1 26 1 0\n0 0 0 1 0 1\nEND\n`, magnesia],
  [dossOf('2 300 -1 -1 2 12 0', '-0.7 0.8\n-1 1\n13 14 15 16 17 18 19 20 21 22 23 24 25 26\n'), magnesia],
  ['NEWK\n0 96\n48 48 1\n1 0\nDOSS\n0 300 -1 -1 2 12 0\n-0.7 0.8\nEND\n', graphene],
  [transportOf('-6 4 0.1'), magnesia],
  [`${mapOf(plane).replace(/END\n$/, '')}PATO\n0 0\n${mapOf(plane)}`, magnesia],
  ['ECH3\n50\nRANGE\n-20\n20\nEND\n', graphene],
  ['ECH3\n50\nRANGE\n-9 -9\n9 9\nANISOTRO\nALL\nEND\n', chain],
  ['NEWK\n1 0\nPPAN\nEND\n', water],
  ['NEWK\n0 48\n24 24 1\n1 0\nEND\n', sixfold],
];

describe('the check of a property deck', () => {
  for (const [rule, text, line, run] of broken) {
    it(`${rule}: found in line ${line} of ${JSON.stringify(text.slice(0, 40))}${run ? ` for ${run.source}` : ''}`, () => {
      const { deck, lines } = readPropertyDeckWithLines(text, 'deck.d3');
      const found = checkPropertyDeck(deck, run, lines).filter((finding) => finding.rule === rule);
      expect(found, JSON.stringify(checkPropertyDeck(deck, run, lines))).to.have.length(1);
      expect(found[0]?.line).to.equal(line);
      expect(found[0]?.message).to.have.length.greaterThan(10);
      expect(found[0]?.instead).to.have.length.greaterThan(3);
    });
  }

  for (const [text, run] of sound) {
    it(`has nothing to say of ${JSON.stringify(text.slice(0, 50))} for ${run.source}`, () => {
      const { deck, lines } = readPropertyDeckWithLines(text, 'deck.d3');
      expect(checkPropertyDeck(deck, run, lines)).to.deep.equal([]);
    });
  }
});
