import type { Act } from '../act.js';
import type { BandModel } from '../model/bands.js';
import type { Pace } from '../run-context.js';
import type { Wavefunction } from '../wavefunction.js';

/** What the keywords of a properties deck work on. */
export interface PropertiesContext {
  readonly wavefunction: Wavefunction;
  readonly bands: BandModel;
  readonly pace: Pace;
  /** Share of the run's time for this keyword. */
  readonly share: number;
  /** NEWK was called before: DOSS and BOLTZTRA need its eigenvectors. */
  readonly hasEigenvectors: boolean;
  /** Text for fort.25; the file is written anew after each keyword that adds to it. */
  readonly plotBlocks: string[];
}

/** The acts of one keyword; false in the end when it stopped the run. */
export type Play = Generator<Act, boolean>;
