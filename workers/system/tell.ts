import { tellSettled } from '../notify/tell-settled.js';
import type { WorkerDeps } from '../deps.js';

/** A material was settled by somebody who cannot tell people (the command line): it is done for them. */
export async function tell(deps: WorkerDeps, materialId: string): Promise<number> {
  const graph = await deps.store.materialGraph(materialId);
  if (!graph) return 0;
  await tellSettled(deps, graph.material, graph.material.state, graph.material.reason);
  return 1;
}
