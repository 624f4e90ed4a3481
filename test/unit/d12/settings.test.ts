import { expect } from 'chai';
import { defaultSettings } from '../../../src/crystal/settings/presets.js';
import {
  mergePatches,
  parseSettingsPatch,
  resolveSettings,
} from '../../../src/crystal/settings/resolve-settings.js';
import { CalculationSettings } from '../../../src/crystal/settings/settings.js';
import { buildDeck } from '../../../src/crystal/d12/build-deck.js';
import { readDeck } from '../../../src/crystal/d12/read-deck.js';
import { renderDeck } from '../../../src/crystal/d12/render-deck.js';
import { settingsOfDeck } from '../../../src/crystal/d12/settings-of-deck.js';
import { diamondOrder } from './orders.js';
import { fixtureDeck, fixtureDecks } from './real-decks.js';
import { CrystalqError } from '../../../src/errors/crystalq-error.js';

const faults: readonly (readonly [object, RegExp])[] = [
  [
    { method: { functional: 'PBE00' } },
    /^file\.method\.functional: "PBE00" is no functional of CRYSTAL; near it: .*PBE0/,
  ],
  [{ method: { functional: 'PBE0-D3' } }, /write "PBE0" and dispersion: D3/],
  [{ method: { functional: 'HSE3C', dispersion: 'D3' } }, /carries its own dispersion/],
  [{ method: { functional: 'M062X', dispersion: 'D3' } }, /no D3 parameters for M062X/],
  [{ method: { functional: 'HSE3C' }, basis: { internal: 'STO-3G' } }, /HSE3C is defined with def2-mSVP/],
  [{ basis: { internal: 'STO-3G', external: '1 1' } }, /either internal or external/],
  [{ method: { functional: 'custom' } }, /custom needs exchange or correlation/],
  [{ method: { exchange: 'PBEX' } }, /exchange: one of LDA/],
  [{ spin: { shell: 'closed', lock: { difference: 1, cycles: 5 } } }, /no SPINLOCK/],
  [{ scf: { levelShift: { shift: 6, lock: 0 }, accelerator: 'DIIS' } }, /use accelerator NODIIS/],
  [{ frequencies: { raman: true, intensities: 'INTPOL' } }, /need intensities: INTCPHF/],
  [{ scf: { fmixingPercent: 120 } }, /scf\.fmixingPercent: /],
  [{ cell: [1, 2, 3] }, /cell: there is no such key/],
  [{ extra: { method: ['A\nB'] } }, /without line breaks/],
  [[], /expected object/],
];

describe('settings', () => {
  for (const [raw, message] of faults) {
    it(`${JSON.stringify(raw)} are refused`, () => {
      expect(() => parseSettingsPatch(raw, 'file')).to.throw(CrystalqError, message);
    });
  }

  it('are refused with all their faults at once, wrong keys and broken rules together', () => {
    const raw = {
      method: { functional: 'PBE00', dispersion: 'D9' },
      scf: { bla: 1, fmixingPercent: -1 },
      spin: { shell: 'closed', atoms: { Fe: 1 } },
    };
    try {
      parseSettingsPatch(raw, 'file');
      expect.fail('nothing was refused');
    } catch (error) {
      expect((error as CrystalqError).code).to.equal('SETTINGS_INVALID');
      const keys = (error as CrystalqError).message.split('\n').map((line) => line.split(':')[0]);
      expect(keys).to.have.members([
        'file.method.dispersion',
        'file.scf.fmixingPercent',
        'file.scf.bla',
        'file.method.functional',
        'file.spin.atoms',
      ]);
    }
  });

  it('of the defaults satisfy their own schema', () => {
    expect(CalculationSettings.parse(defaultSettings)).to.deep.equal(defaultSettings);
  });

  it('are merged group by group, the last one wins, lists are replaced', () => {
    const merged = mergePatches(
      { scf: { maxCycles: 10, fmixingPercent: 20 }, kpoints: { mesh: [2, 2, 2] } },
      { scf: { maxCycles: 30 }, kpoints: { mesh: null } },
    );
    expect(merged).to.deep.equal({ scf: { maxCycles: 30, fmixingPercent: 20 }, kpoints: { mesh: null } });
  });

  it('of one key keep the tolerances of the level', () => {
    const settings = resolveSettings('OPT', { level: 'tight', optimization: { maxCycles: 5 } });
    expect(settings.optimization).to.deep.include({ maxCycles: 5, gradientTolerance: 1e-4 });
    expect(settings.scf.integralTolerances).to.deep.equal([8, 8, 8, 9, 24]);
  });
});

describe('settings taken from a deck', () => {
  for (const { name, text } of fixtureDecks()) {
    it(`of ${name} are valid and name nothing of its material`, () => {
      const patch = settingsOfDeck(readDeck(text, name));
      expect(parseSettingsPatch(patch, name)).to.deep.equal(patch);
      expect(Object.keys(patch)).not.to.include.members(['kpoints']);
      expect(JSON.stringify(patch)).not.to.match(/mesh|spin|external|ghosts|cell/i);
    });
  }

  it('make the same Hamiltonian and SCF for another material', () => {
    const patch = settingsOfDeck(readDeck(fixtureDeck('diamond-opt.d12'), 'x'));
    const { deck } = buildDeck({ ...diamondOrder('OPT', patch), title: 'diamond, optimised' });
    const written = renderDeck(deck).split('\n');
    const original = fixtureDeck('diamond-opt.d12')
      .replace('SCFDIR\n', '')
      .replace('12 24', '11 22')
      .split('\n');
    expect(written.toSorted()).to.deep.equal(original.toSorted());
  });
});

describe('a preset', () => {
  for (const [preset, functional, dispersion] of [
    ['hse06-d3', 'HSE06', 'D3'],
    ['pbesol', 'PBESOL', 'none'],
    ['b973c', 'B973C', 'none'],
    ['metal', 'PBE', 'D3'],
  ] as const) {
    it(`${preset} chooses ${functional}, and what stands beside it wins`, () => {
      const settings = resolveSettings('SP', { preset, scf: { maxCycles: 7 } });
      expect(settings.method).to.deep.include({ functional, dispersion });
      expect(settings.scf.maxCycles).to.equal(7);
      expect(resolveSettings('SP', { preset, method: { functional: 'PBE0' } }).method.functional).to.equal(
        'PBE0',
      );
    });
  }
});
