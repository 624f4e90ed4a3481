import { liveAttemptStates } from '../../workflow/states.js';
import type { AttemptRecord } from '../../workflow/records.js';
import type { Store, Submission } from '../store.js';
import type { Database, SqlValue } from '../sql/database.js';
import { fromJsonRow } from '../sql/json-row.js';
import { artifacts, attempts, batches, materials, steps } from '../sql/tables.js';
import { selectAttempts, toAttempt } from './attempt-rows.js';
import { pageClause } from './where-selected.js';

type WorkLists = Pick<
  Store,
  | 'batch'
  | 'batches'
  | 'attempt'
  | 'submission'
  | 'liveAttempts'
  | 'countLiveAttempts'
  | 'inOrderOfSubmission'
  | 'attemptsToCancel'
  | 'releasedMaterials'
  | 'artifacts'
>;

const live = liveAttemptStates.map((state) => `'${state}'`).join(', ');

/** What workers ask for all day long. */
export function createWorkLists(database: Database): WorkLists {
  const { dialect } = database;
  const batchRow = dialect.jsonRow(batches, 'b');
  const attemptsWhere = async (rest: string, values: readonly SqlValue[] = []) =>
    (await database.query(selectAttempts(dialect, rest), values)).map(toAttempt);
  const submissionText = selectAttempts(
    dialect,
    'JOIN steps s ON s.id = a."stepId" JOIN materials m ON m.id = a."materialId" ' +
      'JOIN batches b ON b.id = a."batchId" WHERE a.id = $1',
    [
      dialect.jsonRow(steps, 's', ['name', 'type', 'resources', 'hold', 'cancelRequested']),
      dialect.jsonRow(materials, 'm', ['hold']),
      dialect.jsonRow(batches, 'b', ['hold']),
    ],
  );
  return {
    batch: async (id) => {
      const [row] = await database.query(`SELECT ${batchRow} FROM batches b WHERE b.id = $1`, [id]);
      return row && fromJsonRow(batches, row[0]);
    },
    batches: async () => {
      const rows = await database.query(`SELECT ${batchRow} FROM batches b ORDER BY b."createdAt", b.id`);
      return rows.map(([row]) => fromJsonRow(batches, row));
    },
    attempt: async (id) => (await attemptsWhere('WHERE a.id = $1', [id]))[0],
    submission: async (id) => {
      const [row] = await database.query(submissionText, [id]);
      if (row === undefined) return undefined;
      const [attempt, carrier, step, material, batch] = row;
      return {
        attempt: toAttempt([attempt, carrier]),
        step: fromJsonRow<Submission['step']>(steps, step),
        material: fromJsonRow<Submission['material']>(materials, material),
        batch: fromJsonRow<Submission['batch']>(batches, batch),
      };
    },
    liveAttempts: (cluster, jobIds) => {
      const ofJobs = jobIds ? ` AND ${dialect.isOneOf('c."schedulerJobId"', '$2')}` : '';
      return attemptsWhere(
        `WHERE a.cluster = $1 AND a.state IN (${live})${ofJobs} ORDER BY a."createdAt", a.id`,
        jobIds ? [cluster, JSON.stringify(jobIds)] : [cluster],
      );
    },
    countLiveAttempts: async (cluster) => {
      const [row] = await database.query(
        `SELECT COUNT(*) FROM attempts a WHERE a.cluster = $1 AND a.state IN (${live})`,
        [cluster],
      );
      return Number(row?.[0] ?? 0);
    },
    inOrderOfSubmission: async (attemptIds) => {
      const rows = await database.query(
        `SELECT ${dialect.jsonRow(attempts, 'a', ['id', 'cluster', 'resources'])} FROM attempts a ` +
          'JOIN steps s ON s.id = a."stepId" JOIN materials m ON m.id = a."materialId" ' +
          `JOIN batches b ON b.id = a."batchId" WHERE ${dialect.isOneOf('a.id', '$1')} AND a.state = 'prepared' ` +
          'AND s.hold = false AND s."cancelRequested" = false AND m.hold = false AND b.hold = false ' +
          'ORDER BY b.priority, m.position, b."createdAt", b.id, s.ordinal, a.id',
        [JSON.stringify(attemptIds)],
      );
      return rows.map(([row]) =>
        fromJsonRow<Pick<AttemptRecord, 'id' | 'cluster' | 'resources'>>(attempts, row),
      );
    },
    attemptsToCancel: () =>
      attemptsWhere(
        `JOIN steps s ON s.id = a."stepId" WHERE s."cancelRequested" = true AND a.state IN (${live}) ` +
          'ORDER BY a."createdAt", a.id',
      ),
    releasedMaterials: async (page) => {
      const rows = await database.query(
        // Only open batches have any; a cross join is looped in this order, along the index by batch and state.
        'SELECT m.id, m."batchId", m.generation FROM batches b CROSS JOIN materials m ' +
          "WHERE m.\"batchId\" = b.id AND b.state = 'open' AND m.state = 'released' AND m.id > $1 " +
          `ORDER BY m.id${pageClause(page)}`,
        [page?.afterId ?? ''],
      );
      return rows.map(([id, batchId, generation]) => ({
        id: String(id),
        batchId: String(batchId),
        generation: Number(generation),
      }));
    },
    artifacts: async (attemptIds) => {
      const rows = await database.query(
        `SELECT ${dialect.jsonRow(artifacts, 'f')} FROM artifacts f WHERE ${dialect.isOneOf('f."attemptId"', '$1')} ` +
          'ORDER BY f."attemptId", f.path',
        [JSON.stringify(attemptIds)],
      );
      return rows.map(([row]) => fromJsonRow(artifacts, row));
    },
  };
}
