import { expect } from 'chai';
import { readDeck } from '../../../src/crystal/d12/read-deck.js';
import { keywordOf } from '../../../src/crystal/d3/deck.js';
import { readPropertyDeck } from '../../../src/crystal/d3/read-deck.js';
import { linesOfDecks } from '../../../src/crystal/d3/several-decks.js';
import { readDossDat } from '../../../src/crystal/files/doss-dat.js';
import { readFort25 } from '../../../src/crystal/files/fort25.js';
import { diagnose } from '../../../src/crystal/output/diagnose.js';
import { CrystalqError } from '../../../src/errors/crystalq-error.js';
import type { KeptFile, ProducerResult, StepInputs } from '../../../src/steps/define-step.js';
import { stepOf, stepTypes } from '../../../src/steps/registry.js';
import { stepFiles } from '../../support/step-files.js';
import { readText } from '../files/read-text.js';
import { dossDat } from '../files/synthetic.js';
import { exampleStructure, playCrystal, playProperties, readOutput } from '../rehearsal/play.js';

const initial = { structure: exampleStructure('MgO periclase.cif'), deckText: null };
const first: StepInputs = { title: 'MgO OPT', initial, geometryFrom: undefined, wavefunctionFrom: undefined };

const deckOf = (type: string, inputs: StepInputs, settings: unknown = {}): string =>
  stepOf(type).renderDeck(inputs, settings).text;

const resultOf = (stepName: string, deckText: string): ProducerResult => ({
  stepName,
  deckText,
  report: playCrystal(deckText).report,
});

const opt = resultOf('OPT', deckOf('OPT', first));
const afterOpt: StepInputs = { ...first, title: 'MgO SP', geometryFrom: opt };
const sp = resultOf('SP', deckOf('SP', afterOpt));
const afterSp: StepInputs = { ...afterOpt, title: 'MgO property', wavefunctionFrom: sp };

const records = (text: string): readonly string[] => text.trimEnd().split('\n');

const refusal = (act: () => unknown): CrystalqError => {
  try {
    act();
  } catch (thrown) {
    if (thrown instanceof CrystalqError) return thrown;
    throw thrown;
  }
  throw new Error('nothing was refused');
};

describe('The registry of steps', () => {
  it('knows each step once, by its type', () => {
    expect(new Set(stepTypes)).to.have.property('size', stepTypes.length);
    for (const type of stepTypes) expect(stepOf(type).type).to.equal(type);
  });

  it('refuses a step that there is not', () => {
    expect(refusal(() => stepOf('OPTI'))).to.include({ code: 'RECIPE_INVALID' });
  });

  for (const type of stepTypes) {
    it(`keeps no two files of ${type} under one name or in one role`, () => {
      const { keeps } = stepOf(type);
      for (const part of ['scratchName', 'suffix', 'role'] as const)
        expect(new Set(keeps.map((file) => file[part]))).to.have.property('size', keeps.length);
    });

    it(`reads only files of ${type} that are kept`, async () => {
      const { keeps, results } = stepOf(type);
      const asked: string[] = [];
      const read = ({ suffix }: KeptFile): Promise<undefined> => {
        asked.push(suffix);
        return Promise.resolve(undefined);
      };
      const labels = (): Promise<string> => Promise.resolve('{"vacuumFermiHartree":-0.1}');
      await results?.({ read, labels }, sp.report);
      expect(keeps.map(({ suffix }) => suffix)).to.include.members(asked);
      expect(asked).to.have.length(results ? 1 : 0);
    });

    it(`refuses a setting that ${type} does not have, with its place`, () => {
      const error = refusal(() => stepOf(type).completeSettings({ noSuchSetting: 1 }, `steps.${type}`));
      expect(error).to.include({ code: 'SETTINGS_INVALID' });
      expect(error.message).to.match(new RegExp(`^steps\\.${type.replace('+', '\\+')}.*noSuchSetting`));
    });
  }
});

const crystalSteps: readonly [
  type: string,
  inputs: StepInputs,
  has: readonly string[],
  not: readonly string[],
][] = [
  ['OPT', first, ['MgO OPT', 'OPTGEOM', 'FULLOPTG'], ['FREQCALC']],
  ['SP', { ...first, title: 'alone' }, ['alone', 'CRYSTAL', '225'], ['OPTGEOM', 'FREQCALC']],
  ['SP', afterOpt, ['MgO SP', 'CRYSTAL', '225'], ['OPTGEOM', 'FREQCALC']],
  ['FREQ', afterOpt, ['FREQCALC', 'ENDFREQ'], ['OPTGEOM']],
  ['OPT', { ...afterOpt, title: 'again' }, ['again', 'OPTGEOM'], ['RESTART']],
];

describe('A calculation step', () => {
  for (const [type, inputs, has, not] of crystalSteps) {
    it(`writes ${type} ${inputs.geometryFrom ? 'after an optimisation' : 'from the structure'}`, () => {
      const text = deckOf(type, inputs);
      expect(records(text)).to.include.members([...has]);
      for (const record of not) expect(records(text)).to.not.include(record);
      // What is written can be read, and says the same.
      expect(readDeck(text, 'test.d12').title).to.equal(inputs.title);
    });
  }

  it('takes the cell that the optimisation ended with, not the one it began with', () => {
    const cellOf = (text: string): readonly number[] => {
      const { geometry } = readDeck(text, 'test.d12');
      return 'cell' in geometry ? geometry.cell : [];
    };
    const printed = opt.report.finalGeometry?.conventionalCell?.[0];
    expect(cellOf(sp.deckText)).to.deep.equal([printed]);
    expect(cellOf(sp.deckText)).to.not.deep.equal(cellOf(opt.deckText));
  });

  it('keeps the method of the step before, and lays its own settings over it', () => {
    const parent = resultOf('OPT', deckOf('OPT', first, { method: { functional: 'HSE06' } }));
    const text = deckOf('SP', { ...afterOpt, geometryFrom: parent }, { scf: { maxCycles: 77 } });
    expect(records(text).join('\n')).to.contain('HSE06').and.to.contain('MAXCYCLE\n77');
  });

  it('writes the deck of a user with its own records', () => {
    const own = deckOf('SP', first);
    const given: StepInputs = { ...first, initial: { ...initial, deckText: own }, title: 'mine' };
    expect(records(deckOf('SP', given)).slice(1)).to.deep.equal(records(own).slice(1));
  });

  it('refuses an output that prints no geometry', () => {
    const cut = { ...opt, report: { ...opt.report, finalGeometry: null } };
    expect(refusal(() => deckOf('SP', { ...afterOpt, geometryFrom: cut }))).to.include({
      code: 'DECK_INVALID',
    });
  });
});

const propertySteps: readonly [type: string, settings: unknown, has: readonly string[]][] = [
  ['BAND', {}, ['BAND']],
  ['DOSS', {}, ['DOSS']],
  ['TRANSPORT', {}, ['BOLTZTRA']],
  ['CHARGE+POTENTIAL', {}, ['ECH3', 'POT3']],
  ['ECHG', {}, ['ECHG']],
  ['POTM', {}, ['POTM']],
  ['POTC', {}, ['POTC', '2 400 0']],
];

describe('A property step', () => {
  for (const [type, settings, has] of propertySteps) {
    it(`writes ${type} for the wavefunction of the single point`, () => {
      const text = deckOf(type, afterSp, settings);
      expect(records(text)).to.include.members([...has]);
      expect(records(text).at(-1)).to.equal('END');
    });

    it(`refuses ${type} without a wavefunction, and of an output that did not come so far`, () => {
      expect(refusal(() => deckOf(type, afterOpt, settings))).to.include({ code: 'FILE_MISSING' });
      const broken = { ...sp, report: { ...sp.report, basisFunctions: null } };
      expect(refusal(() => deckOf(type, { ...afterSp, wavefunctionFrom: broken }, settings))).to.include({
        code: 'OUTPUT_UNREADABLE',
      });
    });
  }

  it('is all that is not a calculation', () => {
    const properties = stepTypes.filter((type) => stepOf(type).program === 'properties');
    expect(propertySteps.map(([type]) => type)).to.have.members(properties);
  });

  it('gives band structures the names of their points', () => {
    const { labels } = stepOf('BAND').renderDeck(afterSp, {});
    expect(JSON.stringify(labels)).to.contain('GAMMA');
  });
});

/** What each call of the program is given. */
function partsOf(text: string): readonly string[] {
  const all = records(text);
  const counts = linesOfDecks(text, 'DOSS.d3');
  return counts.map((count, index) => {
    const start = counts.slice(0, index).reduce((sum, before) => sum + before, 0);
    return `${all.slice(start, start + count).join('\n')}\n`;
  });
}

describe('A density of states in more parts than one call takes', () => {
  const projections = Array.from({ length: 33 }, (_, index) => ({ label: `p${index + 1}`, functions: [1] }));
  const deck = stepOf('DOSS').renderDeck(afterSp, { projections });

  it('is a row of decks of 15 projections at most, one below the other', () => {
    const decks = partsOf(deck.text).map((part) => readPropertyDeck(part, 'part.d3'));
    expect(decks.map(({ blocks }) => blocks.map(keywordOf))).to.deep.equal(Array(3).fill(['NEWK', 'DOSS']));
    const sizes = decks.map(({ blocks }) =>
      blocks.flatMap((block) => (block.kind === 'DOSS' ? block.projections.length : [])),
    );
    expect(sizes.flat()).to.deep.equal([15, 15, 3]);
    expect(decks.every(({ after }) => after.length === 0)).to.equal(true);
  });

  it('names its electrons after the projections', async () => {
    const text = '# NEPTS 3 NPROJ 2 NSPIN 1\n# \n-0.2 0 0\n-0.1 2 4\n0.1 2 4\n# EFERMI (HARTREE) -0.1\n';
    const found = await stepOf('DOSS').results?.(
      stepFiles({ dos: text, labels: '{"projections":["Mg-s"]}' }),
      sp.report,
    );
    const electrons = found?.find(({ name }) => name === 'dosElectrons')?.value;
    expect(electrons).to.have.all.keys('Mg-s', 'total');
  });

  it('is read as a success with all its projections when every call has ended in order', () => {
    const { files } = playCrystal(sp.deckText);
    const calls = partsOf(deck.text).map((part) => playProperties(part, { files }));
    const verdict = (outputs: readonly string[]) =>
      diagnose({
        report: readOutput(outputs.join('')),
        fort87: undefined,
        schedulerLog: undefined,
        schedulerState: 'COMPLETED',
        exitCode: 0,
        expects: 'properties',
      }).kind;
    const outputs = calls.map(({ output }) => output);
    expect(verdict(outputs)).to.equal('succeeded');
    expect(verdict([...outputs.slice(0, 2), outputs[2]!.slice(0, 900)])).to.equal('failed');
    const dos = readText(
      readDossDat,
      calls.map(({ files: made }) => made.get('DOSS.DAT') ?? '').join(''),
      'DOSS.DAT',
    );
    expect(dos.projectionCount).to.equal(34);
    const plot = readText(
      readFort25,
      calls.map(({ files: made }) => made.get('fort.25') ?? '').join(''),
      'fort.25',
    );
    expect(plot).to.have.length(33 + 3);
  });

  it('has the names of all parts in order', () => {
    expect(deck.labels).to.deep.equal({ projections: projections.map(({ label }) => label) });
  });

  it('is one deck where one call does', () => {
    expect(linesOfDecks(deckOf('DOSS', afterSp), 'DOSS.d3')).to.deep.equal([
      records(deckOf('DOSS', afterSp)).length,
    ]);
  });
});

describe('A density of states of CRYSTAL14, with energies from another zero', () => {
  it('has its electrons up to the Fermi energy that stands behind the densities', async () => {
    const energies = [-0.6, -0.4, -0.2, 0, 0.2];
    const [none, some] = [[0, 0], [10, 20]]; // prettier-ignore
    const text = dossDat(energies, [[none, some, some, some, none]], -0.2);
    const files = stepFiles({ dos: text.replace('E-EFERMI (HARTREE)', 'ENERGY (HARTREE)') });
    const found = await stepOf('DOSS').results?.(files, sp.report);
    const electrons = found?.find(({ name }) => name === 'dosElectrons')?.value as { total: number };
    expect(electrons.total).to.be.closeTo(6, 1e-9);
    const atFermi = Number(found?.find(({ name }) => name === 'dosAtFermi')?.value);
    expect(atFermi).to.be.closeTo(20 / 27.211386245988, 1e-9);
  });
});

describe('The potential along z', () => {
  const potc = stepOf('POTC');
  const potential = '# Z V\n-40. 0.01\n0. -0.5\n40. 0.02\n';

  it('of a slab gives its work functions, from the Fermi energy of the run before', async () => {
    const files = stepFiles({ potential, labels: '{"vacuumFermiHartree":-0.1}' });
    const named = await potc.results?.(files, sp.report);
    const values = Object.fromEntries((named ?? []).map(({ name, value }) => [name, Number(value)]));
    expect(values['workFunctionLower']).to.be.closeTo(0.11 * 27.211386245988, 1e-9);
    expect(values['workFunctionUpper']).to.be.closeTo(0.12 * 27.211386245988, 1e-9);
  });

  for (const [what, labels] of [
    ['of a crystal', '{}'],
    ['without its labels', undefined],
    ['with labels that are cut', '{"vacuum'],
  ] as const) {
    it(`${what} gives none`, async () => {
      const files = stepFiles({ potential, ...(labels === undefined ? {} : { labels }) });
      expect(await potc.results?.(files, sp.report)).to.deep.equal([]);
    });
  }
});
