import { expect } from 'chai';
import { type BandRange, readBandDat } from '../../../src/crystal/files/band-dat.js';
import { bandSummary } from '../../../src/crystal/files/band-summary.js';
import { dosSummary } from '../../../src/crystal/files/dos-summary.js';
import { readDossDat, readDossDatUpTo } from '../../../src/crystal/files/doss-dat.js';
import { bandDat, dossDat } from './synthetic.js';
import { readText } from './read-text.js';

const path = [0, 0.1, 0.2, 0.3];
const electronvolt = 27.211386245988;

/** Valence top at the first point, conduction bottom at the last. */
const indirect = [
  [-0.5, 0, 0.3],
  [-0.5, -0.02, 0.25],
  [-0.4, -0.04, 0.22],
  [-0.4, -0.05, 0.1],
];
const direct = indirect.map(([core = 0, valence = 0], k) => [core, valence, (20 + k) / 100]);
const metal = indirect.map(([core = 0], k) => [core, -0.1 + 0.1 * k, 0.5]);

/** What the reader keeps of rows of energies. */
const rangesOf = (rows: readonly (readonly number[])[]): BandRange[] =>
  (rows[0] ?? []).map((_, band) => {
    const energies = rows.map((row) => row[band] ?? Number.NaN);
    const [low, high] = [Math.min(...energies), Math.max(...energies)];
    const gaps = rows.map((row) => (row[band + 1] ?? Infinity) - (row[band] ?? Number.NaN));
    return {
      ...{ low, lowAt: energies.indexOf(low), high, highAt: energies.indexOf(high) },
      gapAbove: Math.min(...gaps),
    };
  });

describe('BAND.DAT', () => {
  it('gives distances, bands and ticks with their units', () => {
    const bands = readText(
      readBandDat,
      bandDat({ distances: path, spins: [indirect], fermi: -0.15202 }),
      'BAND.DAT',
    );
    expect(bands.distancesPerBohr).to.deep.equal(path);
    expect(bands.bandCount).to.equal(3);
    expect(bands.spins[0]!.bands).to.deep.equal(rangesOf(indirect));
    expect(bands.spins[0]?.spin).to.equal(null);
    expect(bands.fermiHartree).to.equal(-0.15202);
    expect(bands.ticks).to.deep.equal([
      { kPoint: 1, distancePerBohr: 0, label: '(0,0,0)/2' },
      { kPoint: 4, distancePerBohr: 0.3, label: '(*,0,1)/2' },
    ]);
  });

  it('gives both spins', () => {
    const bands = readText(
      readBandDat,
      bandDat({ distances: path, spins: [indirect, direct], fermi: 0.1 }),
      'BAND.DAT',
    );
    expect(bands.spins.map(({ spin }) => spin)).to.deep.equal(['alpha', 'beta']);
    expect(bands.spins[1]!.bands).to.deep.equal(rangesOf(direct));
  });

  it('takes no Fermi energy from a line that may be cut', () => {
    const text = bandDat({ distances: path, spins: [indirect], fermi: -0.15202 });
    expect(readText(readBandDat, text.slice(0, -4), 'BAND.DAT').fermiHartree).to.equal(null);
  });

  it('of old versions has no Fermi energy', () => {
    expect(
      readText(readBandDat, bandDat({ distances: path, spins: [indirect] }), 'BAND.DAT').fermiHartree,
    ).to.equal(null);
  });

  it('may wrap its rows and let numbers touch', () => {
    const text = bandDat({
      distances: path,
      spins: [indirect.map(([a = 0, b = 0]) => [a - 100, b - 10, -1])],
    }).replaceAll(' -0.', '-0.');
    expect(text).to.match(/E\+\d\d-0\.1/);
    const wrapped = text.replace(/^( *[-\d.]+E.\d\d)/gm, '$1\n');
    expect(readText(readBandDat, wrapped, 'w')).to.deep.equal(readText(readBandDat, text, 'w'));
  });

  const whole = bandDat({ distances: path, spins: [indirect, direct], fermi: 0.1 });
  const damaged: readonly (readonly [string, string, RegExp])[] = [
    ['nothing', '', /BAND\.DAT:1: expected data, found an empty file/],
    ['another file', 'CRYSTAL\n', /BAND\.DAT:1: expected # NKPT n NBND n NSPIN n, found "CRYSTAL"/],
    ['no bands', whole.replace('NBND     3', 'NBND     0'), /BAND\.DAT:1: expected k points and bands/],
    [
      'a cut line',
      whole.slice(0, whole.length - 113),
      /BAND\.DAT:26: expected numbers of 4 k points with 3 bands, found .*cut inside its last number/,
    ],
    [
      'a cut end',
      whole.slice(0, whole.length - 135),
      /BAND\.DAT:26: expected 16 numbers of 4 k points with 3 bands, found only \d/,
    ],
    [
      'stars',
      whole.replace(/0\.25000E\+00/, '*************'),
      /BAND\.DAT:\d+: expected numbers of 4 k points with 3 bands, found "/,
    ],
    [
      'a header that promises more',
      whole.replace('NKPT     4', 'NKPT 99999'),
      /found a header that announces 399996 numbers/,
    ],
  ];
  for (const [name, text, message] of damaged) {
    it(`that is damaged gives a diagnosis: ${name}`, () => {
      expect(() => readText(readBandDat, text, 'BAND.DAT'))
        .to.throw(message)
        .with.property('code', 'DATA_FILE_UNREADABLE');
    });
  }
});

describe('the summary of bands', () => {
  const summaryOf = (
    spins: readonly (readonly (readonly number[])[])[],
    occupied?: { alpha: number; beta: number },
  ) =>
    bandSummary(readText(readBandDat, bandDat({ distances: path, spins, fermi: 0 }), 'b'), {
      occupied: occupied ?? null,
    });

  it('finds an indirect gap and where its edges are', () => {
    const summary = summaryOf([indirect]);
    expect(summary.kind).to.equal('insulator');
    expect(summary.type).to.equal('indirect');
    expect(summary.gapElectronvolt).to.be.closeTo(0.1 * electronvolt, 1e-9);
    expect(summary.directGapElectronvolt).to.be.closeTo(0.15 * electronvolt, 1e-9);
    expect(summary.spins[0]?.valenceTop).to.deep.equal({
      energyHartree: 0,
      band: 2,
      kPoint: 1,
      distancePerBohr: 0,
    });
    expect(summary.spins[0]?.conductionBottom?.kPoint).to.equal(4);
  });

  it('finds a direct gap', () => {
    const summary = summaryOf([direct]);
    expect(summary.type).to.equal('direct');
    expect(summary.gapElectronvolt).to.be.closeTo(0.2 * electronvolt, 1e-9);
  });

  it('takes the smallest gap over both spins: between the spins too', () => {
    const summary = summaryOf([indirect, direct]);
    expect(summary.gapElectronvolt).to.be.closeTo(0.1 * electronvolt, 1e-9);
    expect(summary.spins.map(({ gapElectronvolt }) => Number(gapElectronvolt?.toFixed(4)))).to.deep.equal([
      Number((0.1 * electronvolt).toFixed(4)),
      Number((0.2 * electronvolt).toFixed(4)),
    ]);
  });

  it('knows a metal by its crossing bands, and a half-metal by one spin', () => {
    expect(summaryOf([metal])).to.deep.include({ kind: 'metal', gapElectronvolt: null });
    expect(summaryOf([metal]).spins[0]?.crossing).to.deep.equal([2]);
    const half = summaryOf([indirect, metal]);
    expect(half.kind).to.equal('metal');
    expect(half.spins.map(({ kind }) => kind)).to.deep.equal(['insulator', 'metal']);
  });

  it('counts bands where the SCF run says how many are filled: a shifted Fermi energy does not matter', () => {
    const shifted = indirect.map((row) => row.map((x) => x + 0.02));
    expect(summaryOf([shifted]).kind).to.equal('metal');
    expect(summaryOf([shifted], { alpha: 2, beta: 2 }).gapElectronvolt).to.be.closeTo(
      0.1 * electronvolt,
      1e-9,
    );
  });

  it('knows nothing of the gap where the file holds only filled or only empty bands', () => {
    const filled = indirect.map((row) => row.slice(0, 2));
    expect(summaryOf([filled], { alpha: 2, beta: 2 }).kind).to.equal('unknown');
    expect(summaryOf([filled]).kind).to.equal('unknown');
    expect(summaryOf([indirect.map((row) => row.slice(2))]).kind).to.equal('unknown');
    expect(summaryOf([filled, filled]).kind).to.equal('unknown');
    expect(summaryOf([filled, metal.map((row) => row.slice(0, 2))]).kind).to.equal('metal');
  });

  it('counts from the first band of the file, which need not be the first of the calculation', () => {
    const bands = readText(readBandDat, bandDat({ distances: path, spins: [indirect], fermi: 0 }), 'b');
    const summary = bandSummary(bands, { occupied: { alpha: 27, beta: 27 }, firstBand: 26 });
    expect(summary.gapElectronvolt).to.be.closeTo(0.1 * electronvolt, 1e-9);
    expect(summary.spins[0]?.valenceTop?.band).to.equal(27);
    expect(summary.spins[0]?.conductionBottom?.band).to.equal(28);
  });

  it('calls overlapping filled and empty bands a metal', () => {
    expect(summaryOf([metal], { alpha: 1, beta: 1 }).kind).to.equal('insulator');
    expect(
      summaryOf([indirect.map(([a = 0, b = 0], k) => [a, b, -0.06 + 0.1 * k])], { alpha: 2, beta: 2 }).kind,
    ).to.equal('metal');
  });
});

describe('DOSS.DAT', () => {
  const energies = [-0.4, -0.2, 0, 0.2];
  const alpha = [[0, 0], [10, 20], [10, 20], [0, 0]]; // prettier-ignore
  const beta = [[0, 0], [5, 10], [5, 10], [0, 0]]; // prettier-ignore

  it('gives densities of both spins as positive numbers, the total last', () => {
    const dos = readText(readDossDat, dossDat(energies, [alpha, beta], -0.1), 'DOSS.DAT');
    expect([...dos.energiesHartree]).to.deep.equal(energies);
    expect(dos.projectionCount).to.equal(2);
    expect(dos.energyReference).to.equal('fermi');
    expect(dos.spins.map(({ atLimit }) => atLimit)).to.deep.equal([[10, 20], [5, 10]]); // prettier-ignore
    expect(dos.fermiHartree).to.equal(-0.1);
  });

  it('of several calls is one: projections in order, then the total', () => {
    const more = [[0, 0, 0], [1, 2, 20], [1, 2, 20], [0, 0, 0]]; // prettier-ignore
    for (const between of ['', '&\n', '\n']) {
      const parts = [dossDat(energies, [alpha, beta], -0.1), dossDat(energies, [more, more], -0.1)];
      const dos = readText(readDossDat, parts.join(between), 'DOSS.DAT');
      expect(dos.projectionCount).to.equal(4);
      expect(dos.spins[0]?.atLimit).to.deep.equal([10, 1, 2, 20]);
      expect(dos.spins.map(({ upToLimit }) => upToLimit.length)).to.deep.equal([4, 4]);
      expect(dos.fermiHartree).to.equal(-0.1);
    }
  });

  it('of calls that do not fit together is refused', () => {
    const one = dossDat(energies, [alpha, beta], 0);
    for (const other of [
      dossDat([-0.4, -0.2, 0, 0.3], [alpha, beta], 0),
      dossDat(energies, [alpha], 0),
      dossDat(energies.slice(1), [alpha.slice(1), beta.slice(1)], 0),
    ])
      expect(() => readText(readDossDat, one + other, 'DOSS.DAT')).to.throw(
        /DOSS\.DAT:\d+: expected the energies and spins/,
      );
  });

  it('of CRYSTAL14 has another zero', () => {
    const text = dossDat(energies, [alpha], 0).replace('E-EFERMI (HARTREE)', 'ENERGY (HARTREE)');
    expect(readText(readDossDat, text, 'DOSS.DAT').energyReference).to.equal('absolute');
  });

  it('has its densities and integrals at the energy asked for, on a point, between two and outside', () => {
    for (const [limit, density, electrons] of [
      [-0.5, 0, 0],
      [-0.4, 0, 0],
      [-0.3, 10, 0.5],
      [-0.2, 20, 2],
      [0, 20, 6],
      [0.1, 10, 7.5],
      [0.2, 0, 8],
      [0.3, 0, 8],
    ] as const) {
      const dos = readText(readDossDatUpTo(limit), dossDat(energies, [alpha, beta], -0.1), 'DOSS.DAT');
      expect(dos.spins[0]?.atLimit[1], `at ${limit}`).to.be.closeTo(density, 1e-9);
      expect(dos.spins[0]?.upToLimit[1], `up to ${limit}`).to.be.closeTo(electrons, 1e-9);
      expect(dos.spins[1]?.upToLimit[1], `up to ${limit}`).to.be.closeTo(electrons / 2, 1e-9);
    }
  });

  it('is summed up: electrons below the Fermi energy, states at it', () => {
    const summary = dosSummary(readText(readDossDat, dossDat(energies, [alpha, beta], 0), 'DOSS.DAT'));
    // triangle 0.2 x 20 / 2 and rectangle 0.2 x 20
    expect(summary.spins[0]?.electronsBelowFermi?.[1]).to.be.closeTo(6, 1e-9);
    expect(summary.spins[1]?.electronsBelowFermi?.[1]).to.be.closeTo(3, 1e-9);
    expect(summary.spins[0]?.atFermiPerElectronvolt).to.be.closeTo(20 / electronvolt, 1e-9);
    expect(summary.windowElectronvolt[0]).to.be.closeTo(-0.4 * electronvolt, 1e-9);
  });

  it('that ends early gives a diagnosis', () => {
    const text = dossDat(energies, [alpha, beta], 0);
    const cut = text.slice(0, text.indexOf('&') + 40);
    expect(() => readText(readDossDat, cut, 'DOSS.DAT')).to.throw(
      /DOSS\.DAT:\d+: expected 12 numbers.*found only/,
    );
    expect(() => readText(readDossDat, '# NEPTS 4\n', 'DOSS.DAT')).to.throw(
      /expected # NEPTS n NPROJ n NSPIN n/,
    );
  });
});
