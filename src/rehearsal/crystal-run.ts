import { CrystalqError } from '../errors/crystalq-error.js';
import { readDeck } from '../crystal/d12/read-deck.js';
import { exit, file, print, type Act } from './act.js';
import { createDice } from './dice.js';
import { stopWithError, suddenEnd } from './endings.js';
import { renderFort34 } from './fort34.js';
import { isHealed } from './healing.js';
import { electronsOf, type Electrons } from './model/electrons.js';
import { energySurface, type EnergySurface } from './model/energy.js';
import { buildSystem } from './model/build-system.js';
import type { System } from './model/system.js';
import { playFrequencies } from './play-frequencies.js';
import { playOptimization } from './play-optimization.js';
import { playSinglePoint } from './play-single-point.js';
import { basisBlock } from './print/basis.js';
import { banner, information, stage, starting, termination, titleLine } from './print/frame.js';
import { cartesianBlock, geometryBlock, geometryHead, symmetryBlock } from './print/geometry.js';
import { inputGeometry } from './print/input-geometry.js';
import { methodBlock } from './print/method.js';
import { optimizationControl } from './print/optimization.js';
import { basisRefusal, methodRefusal, noBasis } from './refusals.js';
import { createPace, type Pace, type RehearsalInput } from './run-context.js';
import { failureFor, failureRulesOfTitle, type FailureRule } from './seeded-failures.js';
import type { SymmetryLibrary } from '../crystal/symmetry/symmetry-library.js';
import { DeckRefused, taskOfDeck } from './task-of-deck.js';
import type { CrystalTask } from './task.js';

/** Everything a part of the run needs. */
export interface CrystalRun {
  readonly input: RehearsalInput;
  readonly task: CrystalTask;
  readonly system: System;
  readonly electrons: Electrons;
  readonly surface: EnergySurface;
  readonly pace: Pace;
  /** The failure this run shall have; undefined where none was asked for or the deck heals it. */
  readonly failure: FailureRule | undefined;
  /** The deck without its title: what repeatable chance starts from. */
  readonly seed: string;
}

/** The acts of the `crystal` stand-in on one deck. */
export function* rehearseCrystal(input: RehearsalInput, symmetry: SymmetryLibrary): Generator<Act> {
  const text = input.deckText ?? '';
  const seed = text.slice(text.indexOf('\n') + 1);
  const { startedAt, durationSeconds } = input.options;
  const pace = createPace(startedAt, durationSeconds * createDice(`${seed} pace`).between(0.6, 1.4));
  yield print(...banner(input.options.version), starting(startedAt), titleLine(text.split('\n', 1)[0] ?? ''));
  const task = readTask(text);
  if ('refusal' in task) {
    yield print(information('REHEARSAL', task.explanation));
    yield* stopWithError(task.routine, task.refusal, pace.clock());
    return;
  }
  const system = build(task, symmetry);
  if ('refusal' in system) {
    yield print(information('REHEARSAL', system.explanation));
    yield* stopWithError(system.routine, system.refusal, pace.clock());
    return;
  }
  yield* playChecked(input, task, system, pace, seed);
}

function* playChecked(
  input: RehearsalInput,
  task: CrystalTask,
  system: System,
  pace: Pace,
  seed: string,
): Generator<Act> {
  const wanted = failureOf(input, task, seed);
  const failure = wanted && !isHealed(wanted, input.options.attempt, task) ? wanted : undefined;
  yield print(
    ...inputGeometry(system),
    ...task.ignoredEdits.map((name) => ` WARNING **** REHEARSAL **** ${name} IS NOT CARRIED OUT`),
    ...(task.kind === 'OPT' ? optimizationControl(task) : []),
    '',
    ...geometryHead(system),
    ...geometryBlock(system),
    ...symmetryBlock(system),
    ...cartesianBlock(system),
  );
  if (task.stopAfter === 'geometry') {
    yield print(
      ' WARNING **** CRYSTA **** TESTGEOM  DIRECTIVE - GEOMETRY EDITING COMPLETE',
      ...termination(pace.clock()),
    );
    yield exit(0);
    return;
  }
  if (failure?.kind === 'atoms') {
    yield print(' DISTANCE BETWEEN ATOMS    1    2 TOO SMALL');
    yield* stopWithError('NEIGHB', 'USE KEYWORD SMALLDIST TO RUN ANYWAY', pace.clock());
    return;
  }
  const electrons = electronsOf(task, system);
  const refused = basisRefusal(task, system) ?? methodRefusal(task, system, input.readFile('fort.20'));
  if (electrons !== undefined) yield print(...basisBlock(system, electrons));
  if (electrons === undefined || refused !== undefined) {
    yield* stopWithError(...(refused ?? noBasis), pace.clock());
    return;
  }
  yield print(...methodBlock(task, system, electrons), stage('INPUT', pace.clock()));
  if (task.stopAfter === 'dimensions') {
    yield print(' SIZE OF DENSITY MATRIX EVALUATED', ...termination(pace.clock()));
    yield exit(0);
    return;
  }
  if (failure?.kind === 'basis') {
    yield* stopWithError('CHOLSK', 'BASIS SET LINEARLY DEPENDENT', pace.clock());
    return;
  }
  const surface = energySurface(task, system, electrons);
  // fort.9 exists from the start, without a byte, until there is something to write.
  yield file('fort.9', '');
  yield file('fort.34', renderFort34(system));
  yield* playTask({ input, task, system, electrons, surface, pace, failure, seed });
}

function* playTask(run: CrystalRun): Generator<Act> {
  // These strike before the first cycle ends; the others wait for their moment.
  if (run.failure !== undefined && ['fermi', 'mpi', 'disk'].includes(run.failure.kind)) {
    yield run.pace.wait(0.2);
    yield* suddenEnd(run.failure, run.pace.clock());
    return;
  }
  switch (run.task.kind) {
    case 'SP':
      yield* playSinglePoint(run);
      break;
    case 'OPT':
      yield* playOptimization(run);
      break;
    case 'FREQ':
      yield* playFrequencies(run);
      break;
  }
}

interface Refusal {
  readonly routine: string;
  readonly refusal: string;
  readonly explanation: string;
}

function readTask(text: string): CrystalTask | Refusal {
  if (text.trim() === '') {
    return {
      routine: 'READIN',
      refusal: 'END OF DATA IN INPUT DECK',
      explanation: 'INPUT is empty or missing',
    };
  }
  try {
    return taskOfDeck(readDeck(text, 'INPUT'));
  } catch (error) {
    if (error instanceof DeckRefused) {
      return { routine: error.routine, refusal: error.message, explanation: error.message };
    }
    if (error instanceof CrystalqError) {
      return { routine: 'INPBAS', refusal: 'FORMAT ERROR IN INPUT DECK', explanation: error.message };
    }
    throw error;
  }
}

function build(task: CrystalTask, symmetry: SymmetryLibrary): System | Refusal {
  try {
    return buildSystem(task.geometry, symmetry);
  } catch (error) {
    if (!(error instanceof CrystalqError)) throw error;
    const explanation = error.message;
    if (task.geometry.kind === 'EXTERNAL' || task.geometry.kind === 'DLVINPUT') {
      return { routine: 'EXTERNAL', refusal: 'GEOMETRY DATA FILE NOT FOUND', explanation };
    }
    // Images of an atom on top of each other, or of another one.
    if (/apart|from the atom itself/.test(explanation)) {
      return { routine: 'NEIGHB', refusal: 'USE KEYWORD SMALLDIST TO RUN ANYWAY', explanation };
    }
    return { routine: 'CRYSTA', refusal: 'WRONG GEOMETRY INPUT', explanation };
  }
}

function failureOf(input: RehearsalInput, task: CrystalTask, seed: string): FailureRule | undefined {
  const { rules, failureShare, attempt } = input.options;
  return failureFor({
    rules: [...failureRulesOfTitle(task.title), ...rules],
    share: failureShare,
    step: task.kind,
    attempt,
    title: task.title,
    deckSeed: seed,
  });
}
