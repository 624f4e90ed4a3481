import { newBands, type BandsDraft } from './blocks/band-edges.js';
import { newBasis, type BasisDraft } from './blocks/basis-functions.js';
import { newCoarseCell, type CoarseCellDraft } from './blocks/coarse-cell.js';
import { newElastic, type ElasticDraft } from './blocks/elastic.js';
import { newEnergies, type EnergiesDraft } from './blocks/energies.js';
import { newMessages, type MessagesDraft } from './blocks/messages.js';
import { newFrame, type FrameDraft } from './blocks/frame.js';
import { newFrequencies, type FrequenciesDraft } from './blocks/frequencies.js';
import { newGeometries, type GeometriesDraft } from './blocks/geometry.js';
import { newHamiltonian, type HamiltonianDraft } from './blocks/hamiltonian.js';
import { newNeighbors, type NeighborsDraft } from './blocks/neighbors.js';
import { newOptimization, type OptimizationDraft } from './blocks/optimization.js';
import { newPopulations, type PopulationsDraft } from './blocks/populations.js';
import { newPropertiesRun, type PropertiesRunDraft } from './blocks/properties-run.js';
import { newResponse, type ResponseDraft } from './blocks/response.js';
import { newScf, type ScfDraft } from './blocks/scf-cycles.js';
import { newSizes, type SizesDraft } from './blocks/sizes.js';
import { newSymmetry, type SymmetryDraft } from './blocks/symmetry.js';
import { newThermodynamics, type ThermodynamicsDraft } from './blocks/thermodynamics.js';

/** What has been read of one program run so far. Each block of the output owns one field. */
export interface RunDraft {
  readonly frame: FrameDraft;
  readonly messages: MessagesDraft;
  readonly symmetry: SymmetryDraft;
  readonly coarseCell: CoarseCellDraft;
  readonly geometry: GeometriesDraft;
  readonly basis: BasisDraft;
  readonly sizes: SizesDraft;
  readonly hamiltonian: HamiltonianDraft;
  readonly scf: ScfDraft;
  readonly energies: EnergiesDraft;
  readonly bands: BandsDraft;
  readonly populations: PopulationsDraft;
  readonly optimization: OptimizationDraft;
  readonly neighbors: NeighborsDraft;
  readonly frequencies: FrequenciesDraft;
  readonly response: ResponseDraft;
  readonly thermodynamics: ThermodynamicsDraft;
  readonly elastic: ElasticDraft;
  readonly properties: PropertiesRunDraft;
  /** Lines of values that stand alone, by the name of their field in the report. */
  readonly lines: Record<string, number>;
}

export const newRunDraft = (firstLine: number): RunDraft => ({
  frame: newFrame(firstLine),
  messages: newMessages(),
  symmetry: newSymmetry(),
  coarseCell: newCoarseCell(),
  geometry: newGeometries(),
  basis: newBasis(),
  sizes: newSizes(),
  hamiltonian: newHamiltonian(),
  scf: newScf(),
  energies: newEnergies(),
  bands: newBands(),
  populations: newPopulations(),
  optimization: newOptimization(),
  neighbors: newNeighbors(),
  frequencies: newFrequencies(),
  response: newResponse(),
  thermodynamics: newThermodynamics(),
  elastic: newElastic(),
  properties: newPropertiesRun(),
  lines: {},
});
