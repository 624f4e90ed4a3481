import { expect } from 'chai';
import { integrateCube, readCube } from '../../../src/crystal/files/cube.js';
import { readFort25 } from '../../../src/crystal/files/fort25.js';
import { readPotcDat, workFunctions } from '../../../src/crystal/files/potc-dat.js';
import { readPpanDat } from '../../../src/crystal/files/ppan-dat.js';
import { readTransportDistribution, readTransportTable } from '../../../src/crystal/files/transport-dat.js';
import { transportSummary } from '../../../src/crystal/files/transport-summary.js';
import { readText } from './read-text.js';

const bands = [
  '-%-1BAND    2    3 0.00000E+00 1.36990E-01-9.51249E-01',
  '-2.46798E+01 5.49199E+01',
  '   -1   -1    1    0    0    0',
  '-2.46798E+01-1.00000E+00-2.46790E+01-1.10000E+00-2.46780E+01 5.49199E+01',
];
const doss = [
  '-%-3DOSS    1    4 0.00000E+00 6.28050E-04-1.26886E-01',
  ' 0.00000E+00-2.83667E-01',
  '    2  420    0    0    0    0',
  ' 0.00000E+00 1.00000E+00-2.00000E+00 0.00000E+00',
];
const map = [
  '-%-0MAPN    2    3 0.17188E+00 0.20000E+00 0.00000E+00',
  '-5.50000E+00-5.50000E+00 0.00000E+00 5.50000E+00-5.50000E+00 0.00000E+00',
  ' 5.50000E+00 5.50000E+00 0.00000E+00       1   3',
  ' 1.00000E+00 2.00000E+00 3.00000E+00 4.00000E+00 5.00000E+00 6.00000E+00',
  '  12 MG  0.000000000000E+00  0.000000000000E+00  0.000000000000E+00',
  '  0.000000000000E+00  0.210500000000E+01  0.210500000000E+01',
  '  0.210500000000E+01  0.000000000000E+00  0.210500000000E+01',
  '  0.210500000000E+01  0.210500000000E+01  0.000000000000E+00',
];
const text = (...parts: readonly (readonly string[])[]): string => `${parts.flat().join('\n')}\n`;

describe('fort.25', () => {
  it('gives bands, densities and maps, by columns: numbers touch', () => {
    const [band, dos, plane] = readText(readFort25, text(bands, doss, map), 'fort.25');
    expect(band).to.deep.equal({
      kind: 'BAND',
      openShell: true,
      conducting: false,
      line: 1,
      bandCount: 2,
      kPoints: 3,
      stepPerBohr: 0.13699,
      fermiHartree: -0.951249,
      start: [-1, -1, 1],
      end: [0, 0, 0],
      energiesHartree: Float64Array.of(-24.6798, -1, -24.679, -1.1, -24.678, 54.9199),
    });
    expect(dos).to.deep.include({
      kind: 'DOSS',
      openShell: true,
      conducting: true,
      projection: 2,
      functionsSummed: 420,
    });
    expect(dos).to.deep.include({
      firstEnergyHartree: -0.283667,
      stepHartree: 6.2805e-4,
      fermiHartree: -0.126886,
    });
    expect(plane).to.deep.include({
      kind: 'MAPN',
      rows: 2,
      columns: 3,
      stepsAngstrom: [0.17188, 0.2],
      a: [-5.5, -5.5, 0],
      b: [5.5, -5.5, 0],
      c: [5.5, 5.5, 0],
      dimensionality: 3,
      atoms: [{ atomicNumber: 12, symbol: 'MG', position: [0, 0, 0] }],
      low: 1,
      high: 6,
    });
  });

  it('keeps the header of blocks that it does not read', () => {
    const other = ['-%-0PROF    2    3 0.00000E+00 0.00000E+00 0.00000E+00', ' 1.0 2.0'];
    expect(readText(readFort25, text(other, bands), 'fort.25').map(({ kind }) => kind)).to.deep.equal([
      'OTHER',
      'BAND',
    ]);
  });

  const damaged: readonly (readonly [string, string, RegExp])[] = [
    ['no header', ' 1.0 2.0\n', /fort\.25:1: expected a block header -%-/],
    [
      'a spoilt header',
      text([bands[0]!.replace('1.36990E-01', '***********'), ...bands.slice(1)]),
      /fort\.25:1: expected the columns A3,I1,A4,2I5,3E12\.5/,
    ],
    [
      'a cut block',
      text(bands.slice(0, 3)),
      /fort\.25:\d: expected 6 numbers of 3 k points with 2 bands, found only 0/,
    ],
    [
      'a cut number',
      text(bands).slice(0, -3),
      /fort\.25:4: expected numbers of 3 k points with 2 bands, found /,
    ],
    [
      'fractions as ends',
      text([bands[0]!, bands[1]!, '  0.5    0    0    0    0    0', bands[3]!]),
      /fort\.25:3: expected the ends of a segment/,
    ],
    ['no atoms in a map', text(map.slice(0, 4)), /expected an atom of the map|expected Z SYMBOL x y z/],
  ];
  for (const [name, content, message] of damaged) {
    it(`that is damaged gives a diagnosis: ${name}`, () => {
      expect(() => readText(readFort25, content, 'fort.25'))
        .to.throw(message)
        .with.property('code', 'DATA_FILE_UNREADABLE');
    });
  }
});

const head = [
  '# 0 [Electrical conductivity in SI units, i.e. in 1/Ohm/m]',
  '# Mu(eV) T(K) N(#carriers) sigma_xx sigma_xy sigma_yy',
];
const block = (kelvin: number, ...rows: readonly string[]): readonly string[] => [
  `# T(K) =   ${kelvin.toFixed(2)}   Npoints =      ${rows.length}   V(cm^3) =  4.649E-22`,
  ...rows,
];
const sigma = text(
  head,
  block(
    300,
    '  -4.84  300.000  5.870E+00  2.0E+08  7.4E-08  4.0E+08',
    '  -4.74  300.000  5.513E+00  1.0E+08 -2.3E-07  3.0E+08',
  ),
  block(
    400,
    '  -4.84  400.000  5.870E+00  0.0E+00  0.0E+00  0.0E+00',
    '  -4.74  400.000 -5.513E+00-1.0E+08 NaN ********',
  ),
);
const seebeck = text(
  ['# 0 [Seebeck coefficient in SI units, i.e. in V/K]', '# Mu(eV) T(K) N(#carriers) S_xx S_xy S_yx S_yy'],
  block(
    300,
    '  -4.84  300.000  5.870E+00  1.0E-04  0.0E+00  0.0E+00  3.0E-04',
    '  -4.74  300.000  5.513E+00 -3.0E-04  0.0E+00  0.0E+00 -3.0E-04',
  ),
  block(
    400,
    '  -4.84  400.000  5.870E+00  0.0E+00  0.0E+00  0.0E+00  0.0E+00',
    '  -4.74  400.000  5.513E+00  0.0E+00  0.0E+00  0.0E+00  0.0E+00',
  ),
);
const kappa = text(
  ['# 0 [K coefficient in SI units, i.e. in W/m/K]', '# Mu(eV) T(K) N(#carriers) K_xx K_xy K_yy'],
  block(
    300,
    '  -4.84  300.000  5.870E+00  2.0E+03  0.0E+00  4.0E+03',
    '  -4.74  300.000  5.513E+00  1.0E+03  0.0E+00  1.0E+03',
  ),
  block(
    400,
    '  -4.84  400.000  5.870E+00  0.0E+00  0.0E+00  0.0E+00',
    '  -4.74  400.000  5.513E+00  0.0E+00  0.0E+00  0.0E+00',
  ),
);

describe('transport tables', () => {
  it('give quantity, unit, tensor components and means of the diagonal per temperature', () => {
    const table = readText(readTransportTable, sigma, 'SIGMA.DAT');
    expect(table).to.deep.include({ quantity: 'Electrical conductivity', unit: '1/Ohm/m', openShell: false });
    expect(table.components).to.deep.equal(['xx', 'xy', 'yy']);
    expect(table.blocks.map(({ temperatureKelvin }) => temperatureKelvin)).to.deep.equal([300, 400]);
    expect(table.blocks[0]).to.deep.include({
      chemicalPotentialsElectronvolt: [-4.84, -4.74],
      diagonalMeans: [3e8, 2e8],
    });
  });

  it('keep what Fortran could not print as NaN, and let numbers touch', () => {
    const means = (text: string) => readText(readTransportTable, text, 'SIGMA.DAT').blocks[1]?.diagonalMeans;
    expect(means(sigma)).to.deep.equal([0, Number.NaN]);
    expect(means(sigma.replace('********', '-3.0E+08'))).to.deep.equal([0, -2e8]);
  });

  it('of open shells have blocks of both spins', () => {
    const [first = '', ...rest] = sigma.split('\n');
    const alpha = [first.replace('# 0', '# 1'), ...rest].join('\n');
    const table = readText(
      readTransportTable,
      `${alpha}# Beta electrons\n${rest.slice(1).join('\n')}`,
      'SIGMA.DAT',
    );
    expect(table.blocks.map(({ spin }) => spin)).to.deep.equal(['alpha', 'alpha', 'beta', 'beta']);
  });

  it('are summed up by their peaks; zero tensors do not count', () => {
    const summary = transportSummary({
      seebeck: readText(readTransportTable, seebeck, 'S'),
      sigma: readText(readTransportTable, sigma, 'SIGMA'),
      kappa: readText(readTransportTable, kappa, 'KAPPA'),
    });
    expect(summary.peakSeebeckMicrovoltPerKelvin?.value).to.be.closeTo(-300, 1e-9);
    expect(summary.peakSeebeckMicrovoltPerKelvin).to.deep.include({
      temperatureKelvin: 300,
      chemicalPotentialElectronvolt: -4.74,
    });
    expect(summary.peakPowerFactor?.value).to.be.closeTo(9e-8 * 2e8, 1e-6);
    expect(summary.peakElectronicZt?.value).to.be.closeTo((9e-8 * 2e8 * 300) / 1e3, 1e-6);
    const alone = transportSummary({ seebeck: readText(readTransportTable, seebeck, 'S') });
    expect(alone.peakPowerFactor).to.equal(null);
  });

  it('TDF.DAT gives energies and tensors', () => {
    const tdf = text([
      '# 0 [Transport distribution function (1/hbar^2*eV*fs/angstrom)]',
      '# Energy(eV) TDF_xx TDF_xy TDF_yy',
      ' -5.038  1.0E+00  0.0E+00  2.0E+00',
      ' -5.037  1.5E+00  0.0E+00  2.5E+00',
    ]);
    const distribution = readText(readTransportDistribution, tdf, 'TDF.DAT');
    expect(distribution.blocks[0]?.rows).to.deep.equal([
      { energyElectronvolt: -5.038, values: [1, 0, 2] },
      { energyElectronvolt: -5.037, values: [1.5, 0, 2.5] },
    ]);
  });

  const damaged: readonly (readonly [string, string, RegExp])[] = [
    ['no head', 'x\ny\n', /T\.DAT:1: expected the two head lines/],
    [
      'a missing row',
      text(head, block(300, '  -4.84  300.000  5.8E+00  2.0E+08  7.4E-08  4.0E+08')).replace(
        '=      1',
        '=      2',
      ),
      /T\.DAT:\d+: expected a row of/,
    ],
    ['a cut row', sigma.slice(0, -12), /T\.DAT:8: expected a row of 6 numbers/],
    ['no block', text(head), /T\.DAT:\d: expected a block/],
  ];
  for (const [name, content, message] of damaged) {
    it(`that are damaged give a diagnosis: ${name}`, () => {
      expect(() => readText(readTransportTable, content, 'T.DAT'))
        .to.throw(message)
        .with.property('code', 'DATA_FILE_UNREADABLE');
    });
  }
});

/** A density of 0.5 e/bohr^3 in a box of 2 x 3 x 4 bohr, both ends of each direction on the grid. */
function cubeText(counts: readonly [number, number, number] = [3, 4, 5]): string {
  const lengths = [2, 3, 4];
  const axes = counts.map((count, axis) => {
    const step = (lengths[axis] ?? 0) / (count - 1);
    const vector = [0, 1, 2].map((other) => (other === axis ? step : 0).toFixed(6));
    return `${String(count).padStart(5)}  ${vector.join('  ')}`;
  });
  const rows = Array.from({ length: counts[0] * counts[1] }, () => '  0.50000E+00'.repeat(counts[2]));
  return text([
    ' Charge density - 3D GRID - GAUSSIAN CUBE FORMAT box',
    '     2.0  3.0  4.0  90.0  90.0  90.0',
    '    1    0.000000    0.000000    0.000000',
    ...axes,
    '   12   12.000000    0.100000    0.200000    0.300000',
    ...rows,
  ]);
}

describe('cube files', () => {
  it('give cell, grid, atoms and values in bohr', () => {
    const cube = readText(readCube, cubeText(), 'DENS_CUBE.DAT');
    expect(cube.counts).to.deep.equal([3, 4, 5]);
    expect(cube.cell).to.deep.equal([2, 3, 4, 90, 90, 90]);
    expect(cube.atoms).to.deep.equal([{ atomicNumber: 12, charge: 12, positionBohr: [0.1, 0.2, 0.3] }]);
    expect(cube.values).to.have.length(60);
  });

  it('integrate without the repeated planes: 0.5 e/bohr^3 in 24 bohr^3 are 12 electrons in every dimensionality', () => {
    const cube = readText(readCube, cubeText(), 'c');
    for (const dimensionality of [0, 1, 2, 3] as const) {
      expect(integrateCube(cube, dimensionality)).to.be.closeTo(12, 1e-4);
    }
  });

  const damaged: readonly (readonly [string, string, RegExp])[] = [
    ['nothing', '', /C:1: expected data, found an empty file/],
    [
      'a cut grid',
      cubeText().slice(0, cubeText().indexOf('\n', 700) + 1),
      /C:\d+: expected 60 numbers of the grid, found only \d+/,
    ],
    [
      'a cut number',
      cubeText().trimEnd().slice(0, -1),
      /C:19: expected numbers of the grid, found .*cut inside its last number/,
    ],
    ['more values', `${cubeText()}  0.1E+00\n`, /C:20: expected 60 numbers of the grid, found more/],
    ['letters', cubeText().replace('0.50000E+00', 'abc'), /C:8: expected numbers of the grid, found/],
    [
      'a grid larger than any memory',
      cubeText().replace('    3  1.0', '99999  1.0').replace('    4  0.0', '99999  0.0'),
      /C:8: expected the grid, found a header that announces/,
    ],
  ];
  for (const [name, content, message] of damaged) {
    it(`that are damaged give a diagnosis: ${name}`, () => {
      expect(() => readText(readCube, content, 'C'))
        .to.throw(message)
        .with.property('code', 'DATA_FILE_UNREADABLE');
    });
  }
});

describe('PPAN.DAT and POTC.DAT', () => {
  const ppan = text([
    '# Mulliken Populations:', '# NSPIN,NATOM',
    '         1          2',
    '        12          2', '     0.000     0.000     0.000', '    10.129     2.000     8.129', '         3', '     2.000     4.000     4.129',
    '         1          1', '     1.000     0.000    -1.000', '     0.900     0.900', '         1', '     0.900',
  ]); // prettier-ignore

  it('populations of atoms, shells and orbitals', () => {
    expect(readText(readPpanDat, ppan, 'PPAN.DAT').spins).to.deep.equal([
      [
        {
          atomicNumber: 12,
          positionBohr: [0, 0, 0],
          electrons: 10.129,
          shells: [2, 8.129],
          orbitals: [2, 4, 4.129],
        },
        { atomicNumber: 1, positionBohr: [1, 0, -1], electrons: 0.9, shells: [0.9], orbitals: [0.9] },
      ],
    ]);
    expect(() => readText(readPpanDat, ppan.slice(0, -20), 'PPAN.DAT')).to.throw(/PPAN\.DAT:\d+: expected/);
    expect(() => readText(readPpanDat, ppan.replace('         3', '   9999999'), 'PPAN.DAT')).to.throw(
      /announces 9999999 numbers/,
    );
  });

  it('plane averages of the potential, and the work function on both sides', () => {
    const potc = readText(
      readPotcDat,
      '# Z V\n@ grace\n -40.0  0.01  0.0\n   0.0 -1.50  0.0\n  40.0  0.02  0.0\n',
      'POTC.DAT',
    );
    expect(potc).to.deep.equal({ firstRow: [-40, 0.01, 0], lastRow: [40, 0.02, 0] });
    const work = workFunctions(potc, -0.15);
    expect(work?.lowerElectronvolt).to.be.closeTo(0.16 * 27.211386, 1e-5);
    expect(work?.upperElectronvolt).to.be.closeTo(0.17 * 27.211386, 1e-5);
    expect(() => readText(readPotcDat, ' 1.0 2.0\n 1.0\n', 'POTC.DAT')).to.throw(
      /POTC\.DAT:2: expected 2 numbers/,
    );
    expect(() => readText(readPotcDat, '# only\n', 'POTC.DAT')).to.throw(/expected rows of numbers/);
  });
});
