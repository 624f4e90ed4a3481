import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { PrismaLibSql } from '@prisma/adapter-libsql';
import { PrismaPg } from '@prisma/adapter-pg';
import { expect } from 'chai';
import { PrismaClient as PostgresqlClient } from '../../../src/store/generated/postgresql/client.js';
import { PrismaClient as SqliteClient } from '../../../src/store/generated/sqlite/client.js';
import { openStore } from '../../../src/store/open-store.js';
import { by, createAttempt, createBatch, createMaterial } from '../../support/store-examples.js';
import { startPostgres, type TestPostgres } from '../../support/postgres.js';
import { temporaryFolder, type TemporaryFolder } from '../../support/temporary-folder.js';

/** The store writes SQL of its own; the typed clients of Prisma, for scripts and notebooks, must understand its rows. */
describe('What the store has written', () => {
  let postgres: TestPostgres;
  let folder: TemporaryFolder;

  before(async function () {
    this.timeout(60_000);
    postgres = await startPostgres();
    folder = await temporaryFolder('prisma');
  });
  after(async () => {
    await postgres.stop();
    await folder.remove();
  });

  it('is read by the Prisma client for SQLite, and what that writes is read by the store', async () => {
    const { href: url } = pathToFileURL(join(folder.path, 'store.db'));
    const client = new SqliteClient({ adapter: new PrismaLibSql({ url }) });
    await write(url);
    await expectReadable(client);
    await client.$disconnect();
    await expectReadBack(url);
  });

  it('is read by the Prisma client for PostgreSQL, and what that writes is read by the store', async () => {
    const url = await postgres.createDatabase();
    // The clients are of the same shape; their types have different names.
    const client = new PostgresqlClient({ adapter: new PrismaPg(url) }) as unknown as SqliteClient;
    await write(url);
    await expectReadable(client);
    await client.$disconnect();
    await expectReadBack(url);
  });
});

async function write(url: string): Promise<void> {
  const store = await openStore({ url });
  const attempt = createAttempt('b-0001', 'OPT');
  await store.beginBatch(createBatch('b'), by);
  await store.addMaterials('b', [createMaterial('b', 1)], by);
  const { applied } = await store.apply(
    [
      { kind: 'step', id: 'b-0001-OPT', to: 'running' },
      { kind: 'newAttempt', attempt },
      { kind: 'attempt', id: attempt.id, to: 'submitting' },
      {
        kind: 'artifacts',
        artifacts: [{ attemptId: attempt.id, role: 'output', path: 'OPT.out', sizeBytes: 6e9, sha256: 'a' }],
      },
    ],
    by,
  );
  await store.close();
  expect(applied).to.equal(true);
}

async function expectReadable(client: SqliteClient): Promise<void> {
  const step = await client.step.findUniqueOrThrow({
    where: { materialId_name: { materialId: 'b-0001', name: 'OPT' } },
    include: {
      attempts: { include: { artifacts: true } },
      material: { include: { batch: true } },
      events: true,
    },
  });
  expect(step).to.deep.include({
    state: 'running',
    hold: false,
    settings: { tolinteg: [7, 7, 7, 7, 14], shrink: 8 },
  });
  const [attempt] = step.attempts;
  expect(attempt).to.deep.include({ state: 'submitting', change: null, isRehearsal: false });
  expect(attempt?.intentAt).to.be.instanceOf(Date);
  expect(Math.abs(Date.now() - Number(attempt?.intentAt))).to.be.lessThan(60_000);
  expect(attempt?.artifacts[0]?.sizeBytes).to.equal(6_000_000_000n);
  expect(step.material.batch.recipe).to.deep.equal({ sequence: ['OPT', 'SP'] });
  expect(step.events.map(({ to }) => to)).to.have.members(['running', 'prepared', 'submitting']);
  // Found by time: what Prisma compares with is written like what the store has written.
  expect(
    await client.attempt.count({ where: { intentAt: { lte: attempt?.intentAt ?? new Date(0) } } }),
  ).to.equal(1);
  expect(
    await client.attempt.count({ where: { intentAt: { lt: attempt?.intentAt ?? new Date() } } }),
  ).to.equal(0);
  await client.attempt.update({
    where: { id: attempt?.id ?? '' },
    data: { endedAt: new Date('2026-03-01T10:00:00.5Z'), evidence: { note: 'by hand' }, isRehearsal: true },
  });
}

async function expectReadBack(url: string): Promise<void> {
  const store = await openStore({ url });
  const attempt = await store.attempt('b-0001-OPT-a1');
  await store.close();
  expect(attempt).to.deep.include({
    endedAt: '2026-03-01T10:00:00.500Z',
    evidence: { note: 'by hand' },
    isRehearsal: true,
  });
}
