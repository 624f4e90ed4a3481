/*
 *     ALPHA      ELECTRONS
 *  INSULATING STATE
 *  TOP OF VALENCE BANDS -    BAND     10; K    1; EIG -1.5202135E-01 AU
 *  BOTTOM OF VIRTUAL BANDS - BAND     11; K    1; EIG  1.0976893E-01 AU
 *  DIRECT ENERGY BAND GAP:   7.1237 eV
 *  INSULATING STATE - LEVEL SHIFTER    0.60 au
 *  POSSIBLY CONDUCTING STATE - EFERMI(AU) -1.5325087E-01 (RES. CHARGE  2.15E-12;IT.  4)
 *
 *  INSULATING STATE - TOP OF VALENCE BANDS (A.U.) -1.5202135E-01      CRYSTAL06
 *
 * Printed in every SCF cycle: the last report counts. A level shifter that stays locked moves the edges. CRYSTAL17 1.0.1
 * prints -1 and 1 hartree for them while the spin is locked: they are not known then. CRYSTAL14 and older print the edges without a gap. After OPT END:
 *    BAND GAP:                      6.9612  eV
 *    ALPHA BAND GAP: / BETA BAND GAP: / FERMI ENERGY:   -0.123 Ha
 */
import { NUMBER, toNumber } from '../fortran-numbers.js';
import { oneLine, type Landmark } from '../landmarks.js';
import type { BandEdge, BandGap, Spin } from '../report.js';
import type { RunDraft } from '../run-draft.js';

interface ElectronicState {
  readonly spin: Spin;
  readonly conducting: boolean;
  readonly fermiHartree: number | null;
  readonly levelShiftHartree: number | null;
  readonly line: number;
}

/** One report of edges, for all spins. */
export interface BandReport {
  readonly states: ElectronicState[];
  readonly edges: BandEdge[];
  readonly gaps: BandGap[];
  /** Optimisation point at which it was printed. */
  readonly atPoint: number;
}

export interface BandsDraft {
  /** Spin of the lines being read. */
  spin: Spin;
  reading: BandReport;
  /** The last report that counts: one printed during an SCF counts when its cycle is complete. */
  report: BandReport;
  /** Gaps printed after each OPT END. */
  finalGaps: BandGap[];
  finalFermiHartree: number | null;
  finalFermiLine: number;
}

const newReport = (atPoint: number): BandReport => ({ states: [], edges: [], gaps: [], atPoint });

export const newBands = (): BandsDraft => ({
  spin: null,
  reading: newReport(0),
  report: newReport(0),
  finalGaps: [],
  finalFermiHartree: null,
  finalFermiLine: 0,
});

function startReport({ bands, scf, optimization }: RunDraft): void {
  bands.reading = newReport(optimization.points);
  if (!scf.isOpen) bands.report = bands.reading;
}

/** The cycle to which the report being read belongs is complete. */
export function confirmReport({ bands }: RunDraft): void {
  bands.report = bands.reading;
}

const readSpin = (spin: 'alpha' | 'beta') => (draft: RunDraft, text: string) => {
  if (!/^\s*(?:ALPHA|BETA) +ELECTRONS\s*$/.test(text)) return;
  if (spin === 'alpha') startReport(draft);
  draft.bands.spin = spin;
};

/** A closed-shell report has no line of its own that opens it: the state does. */
function addState(draft: RunDraft, state: Omit<ElectronicState, 'spin'>): void {
  const { bands } = draft;
  if (bands.spin === null) startReport(draft);
  bands.reading.states.push({ ...state, spin: bands.spin });
}

const SHIFT = /LEVEL SHIFTER +(\d+\.\d+) +au/i;

const BARE_EDGE = new RegExp(String.raw`TOP OF VALENCE BANDS \(A\.U\.\) *(${NUMBER})(?<=E[-+]\d\d)\s*$`);

function readInsulating(draft: RunDraft, text: string, line: number): void {
  const levelShiftHartree = toNumber(SHIFT.exec(text)?.[1]) ?? null;
  addState(draft, { conducting: false, fermiHartree: null, levelShiftHartree, line });
  const energyHartree = toNumber(BARE_EDGE.exec(text)?.[1]);
  if (energyHartree === undefined) return;
  const { spin, reading } = draft.bands;
  reading.edges.push({ edge: 'valence', spin, band: null, k: null, energyHartree, line });
}

const FERMI = new RegExp(String.raw`EFERMI\(AU\) *(${NUMBER}) *\(`);

function readConducting(draft: RunDraft, text: string, line: number): void {
  const fermiHartree = toNumber(FERMI.exec(text)?.[1]) ?? null;
  addState(draft, { conducting: true, fermiHartree, levelShiftHartree: null, line });
}

const EDGE = new RegExp(String.raw`BAND *(\d+); *K *(\d+); *EIG *(${NUMBER}) AU\s*$`);

const UNKNOWN_EDGE = { valence: -1, conduction: 1 } as const;

const readEdge = (edge: BandEdge['edge']) => (draft: RunDraft, text: string, line: number) => {
  const match = EDGE.exec(text);
  const energyHartree = toNumber(match?.[3]);
  if (!match || energyHartree === undefined || draft.bands.reading.edges.length >= 8) return;
  if (energyHartree === UNKNOWN_EDGE[edge]) return;
  draft.bands.reading.edges.push({
    edge,
    spin: draft.bands.spin,
    band: Number(match[1]),
    k: Number(match[2]),
    energyHartree,
    line,
  });
};

const GAP = new RegExp(String.raw`BAND GAP: *(${NUMBER}) +eV\s*$`);

const readGap = (type: 'direct' | 'indirect') => (draft: RunDraft, text: string, line: number) => {
  const eV = toNumber(GAP.exec(text)?.[1]);
  if (eV === undefined) return;
  const { spin, reading } = draft.bands;
  const before = reading.gaps.findIndex((gap) => gap.spin === spin);
  // A report has one gap per spin; a second one belongs to a later report whose head was lost.
  reading.gaps.splice(before === -1 ? reading.gaps.length : before, 1, { eV, type, spin, line });
};

const MOST_FINAL_GAPS = 1000;

const readFinalGap = (spin: Spin) => (draft: RunDraft, text: string, line: number) => {
  const eV = toNumber(GAP.exec(text)?.[1]);
  if (eV === undefined || draft.bands.finalGaps.length >= MOST_FINAL_GAPS) return;
  draft.bands.finalGaps.push({ eV, type: null, spin, line });
};

function readFinalFermi(draft: RunDraft, text: string, line: number): void {
  const match = new RegExp(String.raw`FERMI ENERGY: *(${NUMBER}) +(Ha|AU|HARTREE|eV)`, 'i').exec(text);
  const value = toNumber(match?.[1]);
  if (value === undefined || match?.[2]?.toLowerCase() === 'ev') return;
  draft.bands.finalFermiHartree = value;
  draft.bands.finalFermiLine = line;
  draft.lines['finalFermi'] = line;
}

export const bandLandmarks: readonly Landmark[] = [
  oneLine('ALPHA ', readSpin('alpha')),
  oneLine('BETA ', readSpin('beta')),
  oneLine('INSULATING STATE', readInsulating),
  oneLine('POSSIBLY CONDUCTING STATE', readConducting),
  oneLine('SPIN LOCKING: NO ENERGY GAP', (draft) => startReport(draft)),
  oneLine('TOP OF VALENCE BANDS', readEdge('valence')),
  oneLine('BOTTOM OF VIRTUAL BANDS', readEdge('conduction')),
  oneLine('DIRECT ENERGY BAND GAP', readGap('direct')),
  oneLine('INDIRECT ENERGY BAND GAP', readGap('indirect')),
  oneLine('BAND GAP:', readFinalGap(null)),
  oneLine('ALPHA BAND GAP:', readFinalGap('alpha')),
  oneLine('BETA BAND GAP:', readFinalGap('beta')),
  oneLine('FERMI ENERGY:', readFinalFermi),
];
