import type { ArtifactRecord, AttemptRecord, EdgeRecord, StepRecord } from '../../workflow/records.js';
import type { BatchRecord, MaterialRecord } from '../../workflow/records.js';
import { groupBy } from '../../workflow/group-by.js';
import type { MaterialGraph, StepContext, Store } from '../store.js';
import type { Database, Dialect } from '../sql/database.js';
import { fromJsonRow } from '../sql/json-row.js';
import { artifacts, attempts, batches, edges, materials, steps, type AnyTable } from '../sql/tables.js';
import { selectAttempts, toAttempt } from './attempt-rows.js';

/** A step or a material with all around it: one statement, one moment in time. */
export function createGraphs(
  database: Database,
): Pick<Store, 'stepContext' | 'materialGraph' | 'materialGraphs'> {
  const { dialect } = database;
  const contextText = stepContextText(dialect);
  const graphText = materialGraphsText(dialect, (column) => `${column} = $1`);
  const graphsText = materialGraphsText(dialect, (column) => dialect.isOneOf(column, '$1'));
  return {
    stepContext: async (stepId) => toContext(sorted(await database.query(contextText, [stepId]))),
    materialGraph: async (materialId) => toGraphs(sorted(await database.query(graphText, [materialId])))[0],
    materialGraphs: async (materialIds) => {
      const rows = await database.query(graphsText, [JSON.stringify(materialIds)]);
      const graphs = new Map(toGraphs(sorted(rows)).map((graph) => [graph.material.id, graph]));
      return materialIds.flatMap((id) => graphs.get(id) ?? []);
    },
  };
}

/**
 * Rows of different kinds in one result: kind, row, and the carrier of an attempt or the deck of a material. Which
 * attempt of a producer counts is decided below: they are few, and a condition on the verdict leads PostgreSQL to read
 * the whole table.
 */
function stepContextText(dialect: Dialect): string {
  const row = (table: AnyTable, alias: string, columns?: readonly string[]): string =>
    dialect.jsonRow(table, alias, columns);
  const producers = 'SELECT p."producerId" FROM edges p WHERE p."consumerId" = $1';
  const producerAttempts = `SELECT a.id FROM attempts a WHERE ${dialect.isAmong('a."stepId"', producers)}`;
  return [
    `SELECT 'step', ${row(steps, 's')}, NULL FROM steps s WHERE s.id = $1`,
    `SELECT 'material', ${row(materials, 'm', materialColumns)}, ${deckText} FROM steps s JOIN materials m ON m.id = s."materialId" WHERE s.id = $1`,
    `SELECT 'batch', ${row(batches, 'b', batchColumns)}, NULL FROM steps s JOIN batches b ON b.id = s."batchId" WHERE s.id = $1`,
    selectAttempts(dialect, 'WHERE a."stepId" = $1').replace('SELECT ', `SELECT 'attempt', `),
    `SELECT 'incoming', ${row(edges, 'e')}, NULL FROM edges e WHERE e."consumerId" = $1`,
    `SELECT 'outgoing', ${row(edges, 'e')}, NULL FROM edges e WHERE e."producerId" = $1`,
    `SELECT 'producer', ${row(steps, 's', producerColumns)}, NULL FROM steps s WHERE ${dialect.isAmong('s.id', producers)}`,
    `SELECT 'producerAttempt', ${row(attempts, 'a', producerAttemptColumns)}, NULL FROM attempts a WHERE ${dialect.isAmong('a."stepId"', producers)}`,
    `SELECT 'artifact', ${row(artifacts, 'f')}, NULL FROM artifacts f WHERE ${dialect.isAmong('f."attemptId"', producerAttempts)}`,
  ].join(' UNION ALL ');
}

type Incoming = StepContext['incoming'][number];
type ProducerAttempt = Pick<AttemptRecord, 'id' | 'folder' | 'stepId' | 'number' | 'verdict'>;

const batchColumns: (keyof StepContext['batch'])[] = ['id', 'cluster', 'priority', 'hold'];
const materialColumns: (keyof MaterialRecord)[] = ['id', 'label', 'state', 'hold', 'generation', 'geometry'];
const producerColumns: (keyof Incoming['producer'])[] = ['id', 'materialId', 'name', 'state', 'reason'];
const producerAttemptColumns: (keyof ProducerAttempt)[] = ['id', 'folder', 'stepId', 'number', 'verdict'];
const deckText = `CASE WHEN m."sourceFormat" = 'd12' THEN m."sourceText" END`;

function materialGraphsText(dialect: Dialect, isWanted: (column: string) => string): string {
  const row = (table: AnyTable, alias: string): string => dialect.jsonRow(table, alias);
  return [
    `SELECT 'material', ${row(materials, 'm')} FROM materials m WHERE ${isWanted('m.id')}`,
    `SELECT 'batch', ${row(batches, 'b')} FROM batches b WHERE b.id IN (SELECT m."batchId" FROM materials m WHERE ${isWanted('m.id')})`,
    `SELECT 'step', ${row(steps, 's')} FROM steps s WHERE ${isWanted('s."materialId"')}`,
    `SELECT 'edge', ${row(edges, 'e')} FROM edges e WHERE ${isWanted('e."materialId"')}`,
  ].join(' UNION ALL ');
}

type Sorted = ReadonlyMap<string, (readonly unknown[])[]>;

function sorted(rows: readonly (readonly unknown[])[]): Sorted {
  const byKind = new Map<string, (readonly unknown[])[]>();
  for (const [kind, ...row] of rows) {
    const list = byKind.get(String(kind)) ?? [];
    list.push(row);
    byKind.set(String(kind), list);
  }
  return byKind;
}

const listOf = <T>(found: Sorted, kind: string, read: (row: readonly unknown[]) => T): T[] =>
  (found.get(kind) ?? []).map(read);

const toBatch = ([row]: readonly unknown[]): BatchRecord => fromJsonRow(batches, row);
const toMaterial = ([row]: readonly unknown[]): MaterialRecord => fromJsonRow(materials, row);
const toStep = ([row]: readonly unknown[]): StepRecord => fromJsonRow(steps, row);
const toEdge = ([row]: readonly unknown[]): EdgeRecord => fromJsonRow(edges, row);
const toProducer = ([row]: readonly unknown[]): Incoming['producer'] => fromJsonRow(steps, row);
const toProducerAttempt = ([row]: readonly unknown[]): ProducerAttempt => fromJsonRow(attempts, row);
const toArtifact = ([row]: readonly unknown[]): ArtifactRecord => fromJsonRow(artifacts, row);

function toMaterialOfStep([row, deck]: readonly unknown[]): StepContext['material'] {
  const deckText = deck as string | null;
  return { ...fromJsonRow<Omit<StepContext['material'], 'deckText'>>(materials, row), deckText };
}

function toContext(found: Sorted): StepContext | undefined {
  const [batch] = listOf(found, 'batch', ([row]) => fromJsonRow<StepContext['batch']>(batches, row));
  const [material] = listOf(found, 'material', toMaterialOfStep);
  const [step] = listOf(found, 'step', toStep);
  if (batch === undefined || material === undefined || step === undefined) return undefined;
  const producers = new Map(listOf(found, 'producer', toProducer).map((producer) => [producer.id, producer]));
  const succeeded = listOf(found, 'producerAttempt', toProducerAttempt)
    .filter(({ verdict }) => verdict === 'succeeded')
    .sort(byNumber);
  const files = listOf(found, 'artifact', toArtifact);
  return {
    batch,
    material,
    step,
    attempts: listOf(found, 'attempt', toAttempt).sort(byNumber),
    incoming: listOf(found, 'incoming', toEdge)
      .sort(byId)
      .flatMap((edge) => {
        const producer = producers.get(edge.producerId);
        if (producer === undefined) return [];
        // The newest one: a step that was run again has succeeded more than once.
        const attempt = succeeded.filter((one) => one.stepId === producer.id).at(-1);
        return [
          { edge, producer, attempt, artifacts: files.filter((file) => file.attemptId === attempt?.id) },
        ];
      }),
    outgoing: listOf(found, 'outgoing', toEdge).sort(byId),
  };
}

function toGraphs(found: Sorted): MaterialGraph[] {
  const batchOf = new Map(listOf(found, 'batch', toBatch).map((batch) => [batch.id, batch]));
  const stepsOf = groupBy(listOf(found, 'step', toStep), ({ materialId }) => materialId);
  const edgesOf = groupBy(listOf(found, 'edge', toEdge), ({ materialId }) => materialId);
  return listOf(found, 'material', toMaterial).flatMap((material) => {
    const batch = batchOf.get(material.batchId);
    if (batch === undefined) return [];
    return {
      batch,
      material,
      steps: (stepsOf.get(material.id) ?? []).sort((a, b) => a.ordinal - b.ordinal),
      edges: (edgesOf.get(material.id) ?? []).sort(byId),
    };
  });
}

const byNumber = (a: Pick<AttemptRecord, 'number'>, b: Pick<AttemptRecord, 'number'>): number =>
  a.number - b.number;
const byId = (a: { readonly id: string }, b: { readonly id: string }): number => (a.id < b.id ? -1 : 1);
