import { expect } from 'chai';
import { createProgressReader } from '../../../src/crystal/output/progress-reader.js';
import { cycle, ended, head, lines, point, totalEnergy } from './read-text.js';

describe('the progress of a running job', () => {
  it('grows with what is appended, whatever the pieces', () => {
    const reader = createProgressReader();
    const text = lines(...head, point(1), cycle(0, '-2.7E+02'), cycle(1, '-2.75E+02'));
    for (const character of text) reader.push(character);
    expect(reader.progress()).to.include({ point: 1, cycle: 1, energyHartree: -275, hasEnded: false });
    const gradient = ' MAX GRADIENT      0.001033  THRESHOLD              0.000450 CONVERGED NO\n';
    reader.push(gradient + lines(point(12), totalEnergy('-2.7544859113743E+02')));
    expect(reader.progress()).to.include({
      point: 12,
      cycle: null,
      energyHartree: -275.44859113743,
      maxGradient: 0.001033,
      maxGradientThreshold: 0.00045,
    });
  });

  it('begins anywhere in a file and waits for the end of a line', () => {
    const reader = createProgressReader();
    reader.push(`rest of a line\n${cycle(17, '-2.7E+02').slice(0, 40)}`);
    expect(reader.progress().cycle).to.equal(null);
    reader.push(`${cycle(17, '-2.7E+02').slice(40)}\n`);
    expect(reader.progress()).to.include({ cycle: 17, energyHartree: -270, deltaHartree: -1.27e-10 });
  });

  it('tells the stage and the end', () => {
    const reader = createProgressReader();
    reader.push(' EEEEEEEEEE INT_CALC TERMINATION  DATE 01 02 2022 TIME 14:02:46.1\n');
    expect(reader.progress().hasEnded).to.equal(false);
    reader.push(`${ended}\n`);
    expect(reader.progress()).to.include({ stage: 'END', elapsedSeconds: 8.56, hasEnded: true });
  });
});
