import { expect } from 'chai';
import { propertiesOf } from '../../../src/crystal/output/properties-of.js';
import { cycle, ended, head, lines, optEnd, point, readText, scfEnded } from './read-text.js';

const edges = (valence: string, conduction: string, kind: string, gap: string): string[] => [
  ' INSULATING STATE',
  ` TOP OF VALENCE BANDS -    BAND     10; K    1; EIG ${valence} AU`,
  ` BOTTOM OF VIRTUAL BANDS - BAND     11; K    3; EIG ${conduction} AU`,
  ` ${kind} ENERGY BAND GAP:   ${gap} eV`,
];
const early = edges('-3.0313919E-01', ' 6.9483768E-03', 'DIRECT', '8.4379');
const late = edges('-1.5202135E-01', ' 1.0976891E-01', 'INDIRECT', '7.1237');
const end = [cycle(7, '-2.754485911374E+02'), scfEnded('CONVERGENCE ON ENERGY', '-2.754485911374E+02', 7)];
const start = [...head, cycle(0, '-2.74E+02')];

describe('band edges and gaps', () => {
  it('are those of the last complete cycle', () => {
    const report = readText(lines(...start, ...early, cycle(1, '-2.75E+02'), ...late, ...end, ended));
    expect(report.bandGaps).to.deep.equal([{ eV: 7.1237, type: 'indirect', spin: null, line: 19 }]);
    expect(
      report.bandEdges.map(({ edge, band, k, energyHartree }) => [edge, band, k, energyHartree]),
    ).to.deep.equal([
      ['valence', 10, 1, -0.15202135],
      ['conduction', 11, 3, 0.10976891],
    ]);
    expect(report).to.deep.include({ conducting: false, occupiedBands: { alpha: 10, beta: 10 } });
  });

  it('of a cycle that was cut do not count', () => {
    const report = readText(lines(...start, ...early, cycle(1, '-2.75E+02'), ...late));
    expect(report.bandGaps.map(({ eV }) => eV)).to.deep.equal([8.4379]);
  });

  it('are told for each spin, and a half metal has one gap', () => {
    const metal = ' POSSIBLY CONDUCTING STATE - EFERMI(AU) -1.5325087E-01 (RES. CHARGE  2.15E-12;IT.  4)';
    const report = readText(
      lines(...start, '    ALPHA      ELECTRONS', ...late, '    BETA       ELECTRONS', metal, ...end, ended),
    );
    expect(report.bandGaps).to.have.length(1);
    expect(report.bandGaps[0]).to.include({ spin: 'alpha', eV: 7.1237 });
    expect(report).to.include({ conducting: true, fermiHartree: -0.15325087, occupiedBands: null });
  });

  it('are absent in a conductor: no gap is not a gap of zero', () => {
    const metal = ' POSSIBLY CONDUCTING STATE - EFERMI(AU) -1.5325087E-01 (RES. CHARGE  2.15E-12;IT.  4)';
    const report = readText(lines(...start, ...early, cycle(1, '-2.75E+02'), metal, ...end, ended));
    expect(report.bandGaps).to.deep.equal([]);
    expect(report.bandEdges).to.deep.equal([]);
    expect(report.fermiHartree).to.equal(-0.15325087);
  });

  it('without a printed gap give no gap (CRYSTAL14)', () => {
    const report = readText(lines(...start, ...late.slice(0, 3), ...end, ended));
    expect(report.bandGaps).to.deep.equal([]);
    expect(report.bandEdges).to.have.length(2);
  });

  it('may be the top of the valence bands alone, without band and k point (CRYSTAL06)', () => {
    const state = (top: string): string => ` INSULATING STATE - TOP OF VALENCE BANDS (A.U.) ${top}`;
    const first = state('-3.0313919E-01');
    const report = readText(
      lines(...start, first, cycle(1, '-2.75E+02'), state('-1.5202135E-01'), ...end, ended),
    );
    expect(report.bandEdges).to.deep.equal([
      { edge: 'valence', spin: null, band: null, k: null, energyHartree: -0.15202135, line: 13 },
    ]);
    expect(report).to.include({ conducting: false, occupiedBands: null });
    const found = new Map(propertiesOf(report).map(({ name, value }) => [name, value]));
    expect(found.get('valenceBandTop')).to.equal(-0.15202135);
    expect(found.has('conductionBandBottom')).to.equal(false);
  });

  it('with a level shift in them are no edges of the result (before CRYSTAL17)', () => {
    const state = ' INSULATING STATE - LEVEL SHIFTER    0.60 au';
    const report = readText(lines(...start, state, ...late.slice(1, 3), ...end, ended));
    expect(report.levelShiftHartree).to.equal(0.6);
    expect(report.bandEdges).to.have.length(2);
    const names = propertiesOf(report).map(({ name }) => name);
    expect(names).not.to.include.members(['valenceBandTop']);
    expect(names).not.to.include.members(['conductionBandBottom']);
  });

  it('are unknown while the spin is locked: -1 and 1 hartree stand for nothing (CRYSTAL17 1.0.1)', () => {
    const locked = edges('-1.0000000E+00', ' 1.0000000E+00', 'DIRECT', '7.1237').slice(0, 3);
    const report = readText(lines(...start, '    ALPHA      ELECTRONS', ...locked, ...end, ended));
    expect(report.bandEdges).to.deep.equal([]);
    expect(report.conducting).to.equal(false);
  });

  it('after OPT END are final, those of the first point are not', () => {
    const converged = optEnd('CONVERGED', '-2.754486980727E+02', 2);
    const final = [
      '   ALPHA BAND GAP:                 6.9612  eV',
      '   BETA BAND GAP:                  5.0  eV',
    ];
    const report = readText(
      lines(...head, point(1), cycle(0, '-2.7E+02'), ...late, ...end, point(2), converged, ...final, ended),
    );
    expect(report.bandGaps.map(({ eV, type, spin }) => [eV, type, spin])).to.deep.equal([
      [6.9612, null, 'alpha'],
      [5, null, 'beta'],
    ]);
    expect(report.bandEdgesArePreliminary).to.equal(true);
  });
});
