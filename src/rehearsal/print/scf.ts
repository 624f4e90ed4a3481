import { createDice } from '../dice.js';
import { fixed, inRows, integer, scientific } from '../fortran-format.js';
import { hartreeInElectronVolt, type Electrons } from '../model/electrons.js';
import type { CrystalTask } from '../task.js';
import { ruler, stage, titleLine, type Clock } from './frame.js';
import { typeOfCalculation } from './method.js';

/*
 *  CYC   5 ETOT(AU) -2.754485910690E+02 DETOT -4.65E-06 tst  3.80E-07 PX  7.45E-04
 *  INSULATING STATE
 *  TOP OF VALENCE BANDS -    BAND     10; K    1; EIG -1.5202318E-01 AU
 *  BOTTOM OF VIRTUAL BANDS - BAND     11; K    1; EIG  1.0976893E-01 AU
 *  DIRECT ENERGY BAND GAP:   7.1237 eV
 *  == SCF ENDED - CONVERGENCE ON ENERGY      E(AU) -2.7544859113772E+02 CYCLES   7
 */

export interface ScfPlan {
  /** Cycles until the end, converged or not. */
  readonly cycles: number;
  readonly converged: boolean;
}

/** Nobody waits for more cycles that lead nowhere. */
const mostCycles = 5000;

/** Tighter tolerances, conductors and heavy mixing take more cycles; a guess saves half of them. */
export function planScf(
  task: CrystalTask,
  electrons: Electrons,
  seed: string,
  neverConverges: boolean,
): ScfPlan {
  const dice = createDice(`${seed} scf`);
  const slow = electrons.isConducting ? 6 : 0;
  const usual = task.scf.toldee + dice.whole(0, 4) + slow;
  const needed = task.scf.fromGuess ? Math.max(3, Math.round(usual / 2)) : usual;
  const converged = !neverConverges && needed <= task.scf.maxCycles;
  return { cycles: converged ? needed : Math.min(task.scf.maxCycles, mostCycles), converged };
}

export const scfHead = (task: CrystalTask, electrons: Electrons): string[] => [
  '',
  ruler,
  titleLine(task.title),
  ` CRYSTAL - SCF - TYPE OF CALCULATION :  ${typeOfCalculation(electrons.isOpenShell)}`,
  ruler,
  '',
];

/** One cycle: populations, energy, and from the first on the state of the bands. */
export function scfCycle(
  cycle: number,
  plan: ScfPlan,
  electrons: Electrons,
  finalHartree: number,
  toldee: number,
  clock: Clock,
): string[] {
  const error = deviation(cycle, plan, toldee);
  const before = cycle === 0 ? -finalHartree : deviation(cycle - 1, plan, toldee);
  const energy = scientific(finalHartree + error, 20, 12);
  return [
    ...(cycle === 0 ? [] : bandState(electrons)),
    ' CHARGE NORMALIZATION FACTOR   1.00000000',
    ...chargeLines(electrons),
    stage('MOQGAD', clock),
    ` NUMERICALLY INTEGRATED DENSITY${fixed(electrons.electronCount + 1.1e-6, 18, 10)}`,
    ` CYC${integer(cycle, 4)} ETOT(AU)${energy} DETOT${scientific(error - before, 10, 2)} tst${scientific(Math.abs(error) / 20, 10, 2)} PX${scientific(Math.sqrt(Math.abs(error)), 10, 2)}`,
  ];
}

export function scfEnd(plan: ScfPlan, hartree: number, toldee: number): string[] {
  const last = hartree + deviation(plan.cycles, plan, toldee);
  const reason = plan.converged ? 'CONVERGENCE ON ENERGY ' : 'TOO MANY CYCLES       ';
  return [
    '',
    ` == SCF ENDED - ${reason}     E(AU)${scientific(last, 21, 13)} CYCLES${integer(plan.cycles, 4)}`,
    '',
  ];
}

/** The line that carries the energy; `corrections` follow on lines of their own. */
export function totalEnergy(
  task: CrystalTask,
  plan: ScfPlan,
  hartree: number,
  corrections: { readonly dispersionHartree: number; readonly counterpoiseHartree: number },
): string[] {
  const label = task.hamiltonian.isDft ? 'DFT' : 'HF';
  const total = ` TOTAL ENERGY(${label})(AU)(${integer(plan.cycles, 3)})${scientific(hartree, 21, 13)} DE${scientific(-(10 ** -(task.scf.toldee + 0.4)), 8, 1)} tester${scientific(10 ** -(task.scf.toldee + 2), 8, 1)}`;
  const { dispersionHartree, counterpoiseHartree } = corrections;
  if (dispersionHartree === 0) return [total];
  const sum = hartree + dispersionHartree + counterpoiseHartree;
  const withCounterpoise = counterpoiseHartree !== 0;
  return [
    total,
    '',
    ` D3 DISPERSION ENERGY (AU)${scientific(dispersionHartree, 23, 13)}`,
    ...(withCounterpoise ? [` GCP ENERGY (AU)${scientific(counterpoiseHartree, 33, 13)}`] : []),
    ` TOTAL ENERGY + DISP${withCounterpoise ? ' + GCP' : ''} (AU)${scientific(sum, 21, 13)}`,
  ];
}

/** Band edges, once or once per spin. */
export function bandState(electrons: Electrons): string[] {
  if (electrons.isConducting) {
    return [
      ` POSSIBLY CONDUCTING STATE - EFERMI(AU)${scientific(electrons.fermiHartree, 15, 7)} (RES. CHARGE  4.61E-10;IT. 10)`,
    ];
  }
  const lines = ['    ALPHA      ELECTRONS', ...edges(electrons, electrons.occupied.alpha)];
  if (!electrons.isOpenShell) return lines.slice(1);
  return [...lines, '    BETA       ELECTRONS', ...edges(electrons, electrons.occupied.beta)];
}

function edges(electrons: Electrons, occupied: number): string[] {
  const bottom = electrons.fermiHartree + electrons.gapElectronVolt / hartreeInElectronVolt;
  const kind = electrons.isDirect ? 'DIRECT' : 'INDIRECT';
  return [
    ' INSULATING STATE',
    ` TOP OF VALENCE BANDS -    BAND${integer(occupied, 7)}; K    1; EIG${scientific(electrons.fermiHartree, 15, 7)} AU`,
    ` BOTTOM OF VIRTUAL BANDS - BAND${integer(occupied + 1, 7)}; K${integer(electrons.isDirect ? 1 : 7, 5)}; EIG${scientific(bottom, 15, 7)} AU`,
    ` ${kind} ENERGY BAND GAP:${fixed(electrons.gapElectronVolt, 9, 4)} eV`,
  ];
}

function chargeLines(electrons: Electrons): string[] {
  const charges = [
    ' TOTAL ATOMIC CHARGES:',
    ...inRows(
      electrons.atoms.map((atom) => fixed(atom.population, 12, 7)),
      6,
    ),
  ];
  if (!electrons.isOpenShell) return charges;
  return [
    ...charges,
    ` SUMMED SPIN DENSITY${fixed(electrons.totalSpin, 22, 8)}`,
    ' TOTAL ATOMIC SPINS  :',
    ...inRows(
      electrons.atoms.map((atom) => fixed(atom.spin, 12, 7)),
      6,
    ),
  ];
}

/** How far a cycle's energy is from the end: shrinks by a steady factor, or swings for ever. */
function deviation(cycle: number, plan: ScfPlan, toldee: number): number {
  if (!plan.converged) return (cycle % 2 === 0 ? 0.04 : -0.03) + 0.4 * Math.exp(-cycle);
  const decades = toldee + 1.5;
  const share = cycle / Math.max(1, plan.cycles);
  return cycle === plan.cycles ? 0 : 0.5 * 10 ** (-decades * share);
}
