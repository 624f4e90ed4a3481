import { join } from 'node:path';
import { CrystalqError } from '../errors/crystalq-error.js';
import type { StepContext } from '../store/store.js';
import type { EdgeKind } from '../workflow/records.js';
import { readRecorded } from './missing-file.js';
import { fileIn, stepFileName, stepFolder } from './paths.js';
import { stageFile } from './stage.js';

type Incoming = StepContext['incoming'][number];

/** What a producer hands over, by the kind of edge: role of the artifact and how the staged file ends. */
const handed: Readonly<Record<EdgeKind, readonly { readonly role: string; readonly ending: string }[]>> = {
  geometry: [{ role: 'result', ending: 'result.json' }],
  settings: [{ role: 'result', ending: 'result.json' }],
  wavefunction: [
    { role: 'result', ending: 'result.json' },
    { role: 'wavefunction', ending: 'f9' },
  ],
};

/** Where staged files of producers wait for the attempts of a step. */
export const inputsFolder = (workDir: string, place: Parameters<typeof stepFolder>[1]): string =>
  join(stepFolder(workDir, place), 'inputs');

/** Stages what the producer hands over into the consumer's folder, verified. Safe to repeat. */
export async function stageInputs(workDir: string, consumer: StepContext, incoming: Incoming): Promise<void> {
  const { attempt, artifacts, producer, edge } = incoming;
  if (!attempt) return;
  const folder = inputsFolder(workDir, placeOf(consumer));
  const wanted = new Map(edge.kinds.flatMap((kind) => handed[kind]).map((file) => [file.ending, file]));
  for (const { role, ending } of wanted.values()) {
    const artifact = artifacts.find((one) => one.role === role);
    if (!artifact) {
      throw new CrystalqError(
        'FILE_MISSING',
        `${producer.name} of ${producer.materialId} left no ${role} for ${consumer.step.name}.`,
        {
          details: { producer: producer.id, role },
          hint: `Rerun ${producer.name}.`,
        },
      );
    }
    await stageFile(
      {
        from: fileIn(attempt.folder, artifact.path),
        to: stagedPath(folder, producer.name, ending),
        expected: artifact,
      },
      'link',
    );
  }
}

export const stagedPath = (folder: string, producerName: string, ending: string): string =>
  join(folder, stepFileName(producerName, ending));

export const placeOf = ({ step, batch }: Pick<StepContext, 'step' | 'batch'>) => ({
  batchId: batch.id,
  materialId: step.materialId,
  stepName: step.name,
});

/** The staged result of a producer, as text. */
export const readStagedResult = (folder: string, producerName: string): Promise<string> =>
  readRecorded(stagedPath(folder, producerName, 'result.json'));
