import { createDataReader } from '../../src/crystal/files/data-reader.js';
import type { StepFiles } from '../../src/steps/define-step.js';

/** The files of a step, given as texts by their role; `labels` are the names beside the deck. */
export function stepFiles(texts: Readonly<Record<string, string>>): StepFiles {
  return {
    read: ({ role, scratchName }, parse) => {
      const text = texts[role];
      if (text === undefined) return Promise.resolve(undefined);
      const reader = createDataReader(parse, scratchName, text.length);
      reader.push(text);
      return Promise.resolve(reader.finish());
    },
    labels: () => Promise.resolve(texts['labels']),
  };
}
