import { exit, file, print, type Act } from './act.js';
import type { CrystalRun } from './crystal-run.js';
import { stopWithError, suddenEnd } from './endings.js';
import { createDice } from './dice.js';
import { volumeOf } from './model/system.js';
import { modesOf, thermodynamicsOf, zeroPointHartree } from './model/vibrations.js';
import { playScf, writeWavefunction } from './play-scf.js';
import { information, ruler, stage, termination } from './print/frame.js';
import {
  displacementHead,
  displacementLine,
  frequencyHead,
  modeTable,
  thermodynamicsBlock,
  thermodynamicsHead,
  type Displacement,
} from './print/frequencies.js';

/** Frequencies at Gamma: central point, displacements, modes, thermodynamics. */
export function* playFrequencies(run: CrystalRun): Generator<Act> {
  const { task, system, electrons, surface, pace, input } = run;
  yield print(ruler, '                       FREQUENCY CALCULATION', '');
  const done = task.frequencies.restart ? parseProgress(input.readFile('FREQINFO.DAT')) : 0;
  if (done === undefined) {
    yield* stopWithError('INPFREQ', 'FILE FREQINFO.DAT NOT FOUND', pace.clock());
    return;
  }
  if (task.frequencies.restart) {
    yield print(information('INPFREQ', 'FREQUENCY CALCULATION RESTART(DATA FROM FREQINFO.DAT)'));
  }
  const displacements = irreducibleDisplacements(run);
  yield print(...frequencyHead(system, electrons, displacements.length + 1));
  // A restart does not repeat the central point: its output has no SCF ENDED line.
  const cycles = task.frequencies.restart ? 9 : yield* playCentralPoint(run);
  if (cycles === undefined) return;
  const central =
    surface.electronicHartree(system.cell) + surface.dispersionHartree + surface.counterpoiseHartree;
  yield print(...displacementHead(central, cycles, system.operations.length));
  const dice = createDice(`${run.seed} displacements`);
  for (const [index, displacement] of displacements.entries()) {
    const symbol = electrons.atoms[displacement.atom - 1]?.facts.symbol ?? '';
    const change = dice.between(0.5e-6, 4e-6);
    if (index < done) continue;
    if (run.failure !== undefined && index >= Math.min(2, displacements.length - 1)) {
      yield* suddenEnd(run.failure, pace.clock());
      return;
    }
    yield pace.wait(0.5 / displacements.length);
    yield print(displacementLine(displacement, symbol, central, change, 4));
    yield file('FREQINFO.DAT', `${mark}\n${index + 1}\n`);
  }
  yield* playResult(run, central);
}

function* playCentralPoint(run: CrystalRun): Generator<Act, number | undefined> {
  const scf = yield* playScf(run, 0.4, run.failure?.kind === 'oom');
  if (scf === undefined) return undefined;
  if (!scf.converged) {
    yield* stopWithError('FREQCALC', 'SCF FAILED - FREQCALC STOP', run.pace.clock());
    return undefined;
  }
  yield* writeWavefunction(run, run.system, scf, run.surface.electronicHartree(run.system.cell));
  return scf.cycles;
}

function* playResult(run: CrystalRun, central: number): Generator<Act> {
  const { task, system, electrons, pace } = run;
  const modes = modesOf(task, system, electrons);
  yield print(...modeTable(modes));
  yield print(...thermodynamicsHead(central, zeroPointHartree(modes)));
  const volume = system.dimensionality === 3 ? volumeOf(system) : 0;
  for (const temperature of task.frequencies.temperaturesKelvin) {
    for (const pressure of task.frequencies.pressuresMPa) {
      yield print(...thermodynamicsBlock(thermodynamicsOf(modes, temperature, pressure, volume), central));
    }
  }
  yield pace.wait(0.1);
  yield file('HESSFREQ.DAT', 'CRYSTALQ REHEARSAL HESSIAN\n');
  yield print(stage('FREQ', pace.clock()), ...termination(pace.clock()));
  yield exit(0);
}

const mark = 'CRYSTALQ REHEARSAL FREQINFO 1';

/** How many displacements an earlier run finished; undefined where there is no such record. */
function parseProgress(text: string | undefined): number | undefined {
  const [first, second] = (text ?? '').split('\n', 2);
  const count = Number(second);
  return first === mark && Number.isInteger(count) ? count : undefined;
}

/** Three directions for each atom of the asymmetric unit, one for cubic crystals; symmetry gives the others. */
function irreducibleDisplacements({ system }: CrystalRun): Displacement[] {
  const directions = system.family === 'CUBIC' ? (['DX'] as const) : (['DX', 'DY', 'DZ'] as const);
  return system.atoms.flatMap((atom, index) =>
    atom.irreducible ? directions.map((direction) => ({ atom: index + 1, direction })) : [],
  );
}
