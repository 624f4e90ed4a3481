import type { Vector3 } from '../../crystal/d12/geometry.js';
import { hartreeInElectronVolt, type Electrons } from './electrons.js';

/** Energies of the bands at any k, steady and smooth, with the edges that the SCF printed. */
export interface BandModel {
  readonly count: number;
  readonly spins: 1 | 2;
  /** Hartree, absolute; band from 1, k in fractions of the primitive reciprocal vectors. */
  energy(band: number, spin: 0 | 1, k: Vector3): number;
  /** Bands outside are flat: deep or high ones, whose energy does not depend on k. */
  isFlat(band: number, spin: 0 | 1): boolean;
  /** Highest occupied band of that spin. */
  occupied(spin: 0 | 1): number;
}

/** Bands this far from the gap have a width. */
const wideBands = 8;

export function bandModel(electrons: Electrons): BandModel {
  const { fermiHartree: fermi, occupied, isConducting } = electrons;
  const gap = electrons.gapElectronVolt / hartreeInElectronVolt;
  const top = (spin: 0 | 1): number => (spin === 0 ? occupied.alpha : occupied.beta);
  const isFlat = (band: number, spin: 0 | 1): boolean =>
    band <= top(spin) - wideBands || band > top(spin) + wideBands;
  return {
    count: electrons.aoCount,
    spins: electrons.isOpenShell ? 2 : 1,
    occupied: top,
    isFlat,
    energy: (band, spin, k) => {
      const place = band - top(spin);
      if (isFlat(band, spin))
        return place <= 0 ? fermi - deepness(-place) : fermi + gap + 0.35 + 0.05 * place;
      const width = 0.03 + 0.006 * Math.abs(place);
      if (isConducting) return fermi + 0.05 * (place - 0.5) - width * 2 * wave(k);
      if (place <= 0) return fermi - 0.02 * -place - width * (1 - wave(k));
      const towardsEdge = electrons.isDirect ? wave(k) : -Math.cos(2 * Math.PI * k[0]);
      return fermi + gap + 0.03 * (place - 1) + width * (1 - towardsEdge);
    },
  };
}

/** 1 at Gamma, -1 at the far corner of the zone. */
const wave = (k: Vector3): number =>
  (Math.cos(2 * Math.PI * k[0]) + Math.cos(2 * Math.PI * k[1]) + Math.cos(2 * Math.PI * k[2])) / 3;

/** Core levels: deeper and deeper. */
const deepness = (below: number): number => 0.4 + 0.12 * (below - wideBands) ** 1.6;
