/*
 *  TOTAL ENERGY(DFT)(AU)(  6) -2.7544859113772E+02 DE 1.4E-08 tester 5.9E-09
 *  TOTAL ENERGY(DFT)(AU)(  3) -2.7544869807267E+02     DE (AU)   -1.477E-06
 *  D3 DISPERSION ENERGY (AU)       -5.1734242764165E-02
 *  GCP ENERGY (AU)                  1.2345678901234E-02
 *  TOTAL ENERGY + DISP (AU)        -7.5427644574030E+02
 *  ::: KINETIC ENERGY                                3.1255343226525E+02
 *  FREE ENERGY      (F)   -7.609136150569E+01
 *
 *    CENTRAL POINT             -2.754485911374E+02     7     0.0000E+00    48
 *
 * What a frequency calculation prints after its central point belongs to displaced atoms.
 *
 * The trap: point 1 of an optimisation and a single point print TOTAL ENERGY without dispersion and gCP and the
 * corrected energy on its own line; from point 2 on TOTAL ENERGY and OPT END include both, under the same label.
 */
import { NUMBER, toNumber } from '../fortran-numbers.js';
import { oneLine, type Landmark } from '../landmarks.js';
import type { RunDraft } from '../run-draft.js';

export interface EnergiesDraft {
  totalHartree: number | null;
  totalKind: 'DFT' | 'HF' | null;
  /** The atoms are displaced: energies are no more those of the structure. */
  isDisplaced: boolean;
  dispersionHartree: number | null;
  gcpHartree: number | null;
  /** TOTAL ENERGY + DISP (+ GCP) of the SCF that ended last. */
  correctedHartree: number | null;
  /** ` + DISP`, ` + DISP + GCP` or ` + GCP`; empty where none is printed. */
  corrections: string;
  kineticHartree: number | null;
  electronElectronHartree: number | null;
  electronNuclearHartree: number | null;
  nuclearNuclearHartree: number | null;
  virialCoefficient: number | null;
  freeEnergyHartree: number | null;
  electronEntropyHartree: number | null;
}

export const newEnergies = (): EnergiesDraft => ({
  totalHartree: null,
  totalKind: null,
  isDisplaced: false,
  dispersionHartree: null,
  gcpHartree: null,
  correctedHartree: null,
  corrections: '',
  kineticHartree: null,
  electronElectronHartree: null,
  electronNuclearHartree: null,
  nuclearNuclearHartree: null,
  virialCoefficient: null,
  freeEnergyHartree: null,
  electronEntropyHartree: null,
});

const TOTAL = new RegExp(
  String.raw`^\s*TOTAL ENERGY\((DFT|HF)\)\(AU\)\( *(?:\d+|\*+)\) *(${NUMBER}) *DE *(?:\(AU\))? *(${NUMBER})(?=\s|$)`,
);

export function parseTotalEnergy(text: string): { kind: 'DFT' | 'HF'; energyHartree: number } | undefined {
  const match = TOTAL.exec(text);
  const energyHartree = toNumber(match?.[2]);
  if (!match || energyHartree === undefined) return undefined;
  return { kind: match[1] === 'HF' ? 'HF' : 'DFT', energyHartree };
}

function readTotal(draft: RunDraft, text: string, line: number): void {
  const total = parseTotalEnergy(text);
  if (!total || draft.energies.isDisplaced) return;
  draft.energies.totalHartree = total.energyHartree;
  draft.energies.totalKind = total.kind;
  draft.lines['totalHartree'] = line;
  const point = draft.optimization.history.at(-1);
  if (point) point.energyHartree = total.energyHartree;
}

/** All digits of the exponent: a line may be cut within its last number. */
const WHOLE = String.raw`(?<=E[-+]\d\d)`;

const CORRECTED = new RegExp(
  String.raw`^\s*TOTAL ENERGY((?: \+ (?!PV )[A-Z][A-Z0-9-]*)+) \(AU\)(?: *(${NUMBER})${WHOLE}\s*$)?`,
);

/** Where the number is damaged the name of the corrections stays: TOTAL ENERGY alone is not the energy then. */
function readCorrected(draft: RunDraft, text: string, line: number): void {
  const match = CORRECTED.exec(text);
  if (!match?.[1] || draft.energies.isDisplaced) return;
  const value = toNumber(match[2]);
  draft.energies.corrections = match[1];
  draft.energies.correctedHartree = value ?? null;
  draft.lines['correctedHartree'] = line;
  const point = draft.optimization.history.at(-1);
  if (point && value !== undefined) point.energyHartree = value;
}

type Part = Exclude<keyof EnergiesDraft, 'totalKind' | 'corrections' | 'isDisplaced'>;

const LAST_NUMBER = new RegExp(String.raw`[ )](${NUMBER})${WHOLE}(?: HARTREE)?\s*$`);

/** `LABEL   value` with one value at the end of the line. */
const part = (prefix: string, field: Part): Landmark =>
  oneLine(prefix, (draft, text, line) => {
    const value = toNumber(LAST_NUMBER.exec(text)?.[1]);
    if (value === undefined || draft.energies.isDisplaced) return;
    draft.energies[field] = value;
    draft.lines[field] = line;
  });

export const energyLandmarks: readonly Landmark[] = [
  oneLine('CENTRAL POINT ', (draft) => {
    draft.energies.isDisplaced = true;
  }),
  oneLine('TOTAL ENERGY(', readTotal),
  oneLine('TOTAL ENERGY + ', readCorrected),
  part('D3 DISPERSION ENERGY (AU)', 'dispersionHartree'),
  part('DISPERSION ENERGY (AU)', 'dispersionHartree'),
  part('GRIMME DISPERSION ENERGY (AU)', 'dispersionHartree'),
  part('GCP ENERGY (AU)', 'gcpHartree'),
  part('::: KINETIC ENERGY', 'kineticHartree'),
  part('::: TOTAL E-E', 'electronElectronHartree'),
  part('::: TOTAL E-N + N-E', 'electronNuclearHartree'),
  part('::: TOTAL N-N', 'nuclearNuclearHartree'),
  part('::: VIRIAL COEFFICIENT', 'virialCoefficient'),
  part('FREE ENERGY      (F)', 'freeEnergyHartree'),
  part('ELECTRON ENTROPY (S)', 'electronEntropyHartree'),
];
