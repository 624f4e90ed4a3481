import { expect } from 'chai';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runningProgress, tellProgress } from '../../../queues/running-progress.js';
import type { StepContext } from '../../../src/store/store.js';

const point = (number: number): string =>
  [
    ` COORDINATE AND CELL OPTIMIZATION - POINT ${String(number).padStart(4)}`,
    ` CYC   9 ETOT(AU) -2.754485911372E+02 DETOT -1.27E-10 tst  1.09E-11 PX  1.39E-05`,
    ' MAX GRADIENT      0.000031  THRESHOLD              0.000450 CONVERGED YES',
    '',
  ].join('\n');

describe('Progress of a running step', () => {
  let folder = '';
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'crystalq-progress-'))));
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  // As much of a context as progress looks at.
  const contextOf = (state: string): StepContext =>
    ({
      step: { name: 'CHARGE+POTENTIAL' },
      attempts: [{ state, folder }],
    }) as unknown as StepContext;
  const write = (text: string): void => {
    writeFileSync(join(folder, 'CHARGE-POTENTIAL.out'), text);
  };

  it('tells point, cycle, energy and gradient from the end of a large output', async () => {
    write(`${' a line that tells nothing\n'.repeat(100_000)}${point(3)}${point(4)} CYC  10 ETOT(AU) -2.75`);
    const progress = await runningProgress(contextOf('running'));
    expect(progress).to.include({ point: 4, cycle: 9, maxGradient: 0.000031, hasEnded: false });
    expect(tellProgress(progress!)).to.equal(
      'point 4, cycle 9, energy -275.448591 hartree, max gradient 0.000031 (limit 0.00045)',
    );
  });

  it('reads no more than the tail', async () => {
    write(`${point(7)}${' a line that tells nothing\n'.repeat(100_000)}`);
    expect(await runningProgress(contextOf('running'))).to.equal(undefined);
  });

  for (const state of ['prepared', 'concluded']) {
    it(`is not told of an attempt that is ${state}`, async () => {
      write(point(1));
      expect(await runningProgress(contextOf(state))).to.equal(undefined);
    });
  }

  it('is nothing where there is no output yet, or no attempt', async () => {
    expect(await runningProgress(contextOf('running'))).to.equal(undefined);
    expect(await runningProgress({ ...contextOf('running'), attempts: [] })).to.equal(undefined);
  });
});
