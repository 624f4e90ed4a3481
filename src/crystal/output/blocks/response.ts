/*
 *   FR.(eV) COMP.   ALPHA(Re,Im)           EPSILON(Re,Im)                CHI(1)
 *   0.000   XX      82.2680       0.0000       1.9384       0.0000       0.9384
 *
 *   POLYCRYSTALLINE ISOTROPIC INTENSITIES (ARBITRARY UNITS)
 *
 *     MODES    FREQUENCIES           I_tot     I_par    I_perp
 *   ----------------------------------------------------------------
 *     7-   8       76.4586 (Eg )    150.81     86.18     64.63
 */
import { numberRow, toNumber } from '../fortran-numbers.js';
import { landmark, type Landmark, type Table } from '../landmarks.js';
import type { DielectricComponent, RamanIntensity } from '../report.js';
import type { RunDraft } from '../run-draft.js';

export interface ResponseDraft {
  dielectric: DielectricComponent[];
  raman: RamanIntensity[];
}

export const newResponse = (): ResponseDraft => ({ dielectric: [], raman: [] });

const COMPONENT = /^\s*(\d+\.\d+) +([XYZ]{2}) +(.*)$/;

function readDielectric(draft: RunDraft): Table {
  const components: DielectricComponent[] = [];
  draft.response.dielectric = components;
  return (text) => {
    const match = COMPONENT.exec(text);
    const frequencyEv = toNumber(match?.[1]);
    const [polarizability, , epsilon] = numberRow(match?.[3] ?? '', 5) ?? [];
    if (!match?.[2] || frequencyEv === undefined || components.length === 600) return false;
    if (polarizability === undefined || epsilon === undefined) return false;
    components.push({ frequencyEv, component: match[2], polarizabilityAu: polarizability, epsilon });
    return true;
  };
}

const RAMAN_ROW = /^\s*(\d+)- *(\d+) +(-?\d+\.\d+) +\( *([^)]*?) *\)(.*)$/;

function readRaman(draft: RunDraft): Table {
  const intensities: RamanIntensity[] = [];
  draft.response.raman = intensities;
  return (text) => {
    const match = RAMAN_ROW.exec(text);
    const frequencyPerCm = toNumber(match?.[3]);
    const [total, parallel, perpendicular] = numberRow(match?.[5] ?? '', 3) ?? [];
    if (!match || frequencyPerCm === undefined)
      return intensities.length === 0 && /^\s*(?:MODES|-{10}|$)/.test(text);
    if (total === undefined || parallel === undefined || perpendicular === undefined) return false;
    intensities.push({
      first: Number(match[1]),
      last: Number(match[2]),
      frequencyPerCm,
      total,
      parallel,
      perpendicular,
    });
    return true;
  };
}

export const responseLandmarks: readonly Landmark[] = [
  landmark('FR.(eV) COMP.', readDielectric),
  landmark('POLYCRYSTALLINE ISOTROPIC INTENSITIES', readRaman),
];
