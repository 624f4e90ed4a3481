import * as z from 'zod';
import { CrystalqError } from '../../src/errors/crystalq-error.js';
import type { OutputReport } from '../../src/crystal/output/report.js';
import type { ProducerResult, StepInputs } from '../../src/steps/define-step.js';
import type { StepContext } from '../../src/store/store.js';
import { inputsFolder, placeOf, readStagedResult } from '../../src/workdir/inputs.js';

/** What a finished step leaves for those that build on it: its deck and what its output says, small enough to stage. */
const ResultFile = z.object({
  version: z.literal(1),
  stepName: z.string(),
  deckText: z.string(),
  report: z.custom<OutputReport>((value) => typeof value === 'object' && value !== null),
});

export const renderResult = (result: ProducerResult): string => JSON.stringify({ version: 1, ...result });

export function parseResult(text: string, where: string): ProducerResult {
  const parsed = ResultFile.safeParse(parseJson(text));
  if (parsed.success) return parsed.data;
  throw new CrystalqError('FILE_CHANGED', `${where} is no result of a step.`, {
    hint: 'Rerun the step that wrote it.',
  });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The results of the producers of a step, from its inputs folder. */
export async function loadProducers(
  workDir: string,
  context: StepContext,
): Promise<Pick<StepInputs, 'geometryFrom' | 'wavefunctionFrom'>> {
  const folder = inputsFolder(workDir, placeOf(context));
  const load = async (kind: 'geometry' | 'wavefunction'): Promise<ProducerResult | undefined> => {
    const incoming = context.incoming.find(({ edge }) => edge.kinds.includes(kind));
    if (!incoming) return undefined;
    return parseResult(
      await readStagedResult(folder, incoming.producer.name),
      `${incoming.producer.name}.result.json`,
    );
  };
  return { geometryFrom: await load('geometry'), wavefunctionFrom: await load('wavefunction') };
}
