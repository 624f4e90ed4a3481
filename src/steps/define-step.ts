import type { z } from 'zod';
import { CrystalqError } from '../errors/crystalq-error.js';
import type { DataParser } from '../crystal/files/data-reader.js';
import type { OutputReport } from '../crystal/output/report.js';
import type { DeckStructure } from '../crystal/structure/deck/deck-structure.js';
import type { StepRule } from '../workflow/graph.js';

/** The structure a material starts from: what the store keeps of it. */
export interface StartingStructure extends Pick<DeckStructure, 'geometry'> {
  /** Rows, Angstrom; missing where only CRYSTAL can tell them (a user's deck that cannot be expanded). */
  readonly primitiveVectors?: DeckStructure['primitiveVectors'];
  /** Index of the asymmetric atom for each atom of the primitive cell: labels of spins, number of electrons. */
  readonly primitiveAtoms?: readonly number[];
}

export interface InitialStructure {
  readonly structure: StartingStructure;
  /** The deck itself where the material was given as .d12. */
  readonly deckText: string | null;
}

/** What a finished step leaves for those that build on it. */
export interface ProducerResult {
  readonly stepName: string;
  readonly deckText: string;
  readonly report: OutputReport;
}

export interface StepInputs {
  /** First line of the deck. */
  readonly title: string;
  readonly initial: InitialStructure;
  /** The step the geometry and settings come from. */
  readonly geometryFrom: ProducerResult | undefined;
  /** The step the wavefunction comes from. */
  readonly wavefunctionFrom: ProducerResult | undefined;
}

export interface StepDeck {
  readonly text: string;
  readonly warnings: readonly string[];
  /** Names that CRYSTAL's own files do not carry (k points, projections): kept beside the deck. */
  readonly labels?: unknown;
}

/** A file of the scratch folder that is kept: `fort.9` as `<STEP>.f9`. */
export interface KeptFile {
  readonly scratchName: string;
  readonly suffix: string;
  readonly role: string;
  /** Without it the step has not succeeded. */
  readonly required?: true;
}

/** What a step left, as its results ask for it. */
export interface StepFiles {
  /** A data file, read piece by piece; undefined where it is missing. */
  readonly read: <T>(file: KeptFile, parse: DataParser<T>) => Promise<T | undefined>;
  /** Text of the names kept beside the deck; undefined where it has none. */
  readonly labels: () => Promise<string | undefined>;
}

/** A number or word read from a data file of the step. */
export interface StepProperty {
  readonly name: string;
  readonly value: unknown;
  readonly unit: string;
  readonly source: string;
}

interface StepSource<Settings> extends StepRule {
  readonly type: string;
  readonly title: string;
  readonly program: 'crystal' | 'properties';
  /** What its output has to show to count as done. */
  readonly expects: 'OPT' | 'SP' | 'FREQ' | 'properties';
  readonly settings: z.ZodType<Settings>;
  readonly deck: (inputs: StepInputs, settings: Settings) => StepDeck;
  /** Name under which the producer's wavefunction has to lie beside the deck. */
  readonly wavefunctionAs?: string;
  readonly keeps: readonly KeptFile[];
  /** Reads its data files where they say more than the output. */
  readonly results?: (files: StepFiles, report: OutputReport) => Promise<readonly StepProperty[]>;
}

export interface StepDefinition extends Omit<StepSource<unknown>, 'settings' | 'deck'> {
  /** Settings completed with defaults; SETTINGS_INVALID names every fault. */
  readonly completeSettings: (raw: unknown, where: string) => unknown;
  readonly renderDeck: (inputs: StepInputs, rawSettings: unknown) => StepDeck;
}

/** One calculation step: data and pure functions. Settings and the functions that take them stay together. */
export function defineStep<Settings>(source: StepSource<Settings>): StepDefinition {
  const parse = (raw: unknown, where: string): Settings => {
    const result = source.settings.safeParse(raw);
    if (result.success) return result.data;
    const faults = result.error.issues.map(
      (issue) => `${[where, ...issue.path].join('.')}: ${issue.message}`,
    );
    throw new CrystalqError('SETTINGS_INVALID', faults.join('\n'), { details: { step: where, faults } });
  };
  const { settings: _settings, deck, ...rest } = source;
  return {
    ...rest,
    completeSettings: parse,
    renderDeck: (inputs, raw) => deck(inputs, parse(raw, source.type)),
  };
}
