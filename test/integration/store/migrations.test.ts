import { createHash } from 'node:crypto';
import { pathToFileURL } from 'node:url';
import { join } from 'node:path';
import { expect } from 'chai';
import { loadMigrations } from '../../../src/store/load-migrations.js';
import { openStore } from '../../../src/store/open-store.js';
import type { Database, Provider } from '../../../src/store/sql/database.js';
import { openDatabase } from '../../../src/store/sql/open-database.js';
import * as tables from '../../../src/store/sql/tables.js';
import { readModels, type Model } from '../../support/prisma-models.js';
import { startPostgres, type TestPostgres } from '../../support/postgres.js';
import { rejection } from '../../support/rejection.js';
import { temporaryFolder, type TemporaryFolder } from '../../support/temporary-folder.js';

let postgres: TestPostgres;
let folder: TemporaryFolder;

before(async function () {
  this.timeout(60_000);
  postgres = await startPostgres();
  folder = await temporaryFolder('migrations');
});
after(async () => {
  await postgres.stop();
  await folder.remove();
});

let created = 0;
const newUrl: Record<Provider, () => Promise<string>> = {
  sqlite: () => Promise.resolve(pathToFileURL(join(folder.path, `${created++}`, 'store.db')).href),
  postgresql: () => postgres.createDatabase(),
};

for (const provider of ['sqlite', 'postgresql'] as const)
  describe(`Migrations of ${provider}`, () => {
    let url: string;
    beforeEach(async () => {
      url = await newUrl[provider]();
    });

    async function withDatabase<T>(work: (database: Database) => Promise<T>): Promise<T> {
      const database = await openDatabase(url);
      try {
        return await work(database);
      } finally {
        await database.close();
      }
    }

    it('are recorded as Prisma records them', async () => {
      await (await openStore({ url })).close();
      const rows = await withDatabase((database) =>
        database.query(
          'SELECT migration_name, checksum, applied_steps_count, rolled_back_at, logs FROM _prisma_migrations',
        ),
      );
      const migrations = await loadMigrations(provider);
      expect(rows).to.deep.equal(
        migrations.map(({ name, text }) => [
          name,
          createHash('sha256').update(text).digest('hex'),
          1,
          null,
          null,
        ]),
      );
    });

    it('are applied once by processes that open a new store at the same time', async () => {
      const stores = await Promise.all([1, 2, 3, 4].map(() => openStore({ url })));
      await Promise.all(stores.map((store) => store.close()));
      const [row] = await withDatabase((database) =>
        database.query('SELECT count(*) FROM _prisma_migrations'),
      );
      expect(Number(row?.[0])).to.equal((await loadMigrations(provider)).length);
    });

    it('of a newer program are told, and nothing is touched', async () => {
      await (await openStore({ url })).close();
      await withDatabase((database) =>
        database.run(
          "INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at) VALUES ('x', 'y', '29990101000000_later', CURRENT_TIMESTAMP)",
        ),
      );
      const error = await rejection(openStore({ url }));
      expect(error.code).to.equal('STORE_SCHEMA');
      expect(error.message).to.include('29990101000000_later');
    });

    it('that were altered after they were applied are told', async () => {
      await (await openStore({ url })).close();
      await withDatabase((database) => database.run("UPDATE _prisma_migrations SET checksum = 'another'"));
      expect((await rejection(openStore({ url }))).code).to.equal('STORE_SCHEMA');
    });

    it('make the tables, columns, indexes and foreign keys that the models describe', async () => {
      await (await openStore({ url })).close();
      const models = await readModels();
      await withDatabase(async (database) => {
        for (const model of models) {
          expect(await columnsOf(database, model.table), model.table).to.deep.equal(
            expectedColumns(model, provider),
          );
          expect(await indexesOf(database, model.table), model.table).to.have.members(model.indexes);
          expect(await foreignKeysOf(database, model.table), model.table).to.have.members(model.foreignKeys);
        }
        const existing = await tablesOf(database);
        expect(existing).to.have.members([...models.map(({ table }) => table), '_prisma_migrations']);
      });
    });
  });

describe('The columns that SQL is written with', () => {
  it('are those of the models', async () => {
    const models = await readModels();
    const described = Object.values(tables);
    expect(described.map(({ name }) => name)).to.have.members(models.map(({ table }) => table));
    for (const { name, columns, key } of described) {
      const model = models.find(({ table }) => table === name)!;
      expect(
        Object.fromEntries(model.columns.map((column) => [column.name, column.kind])),
        name,
      ).to.deep.equal(columns);
      expect(model.key, name).to.deep.equal(key);
    }
  });
});

interface Column {
  readonly name: string;
  readonly type: string;
  readonly nullable: boolean;
}

const columnTypes: Record<Provider, Record<string, string>> = {
  sqlite: {
    text: 'TEXT',
    int: 'INTEGER',
    bigint: 'BIGINT',
    real: 'REAL',
    bool: 'BOOLEAN',
    time: 'DATETIME',
    json: 'JSONB',
  },
  postgresql: {
    text: 'text',
    int: 'int4',
    bigint: 'int8',
    real: 'float8',
    bool: 'bool',
    time: 'timestamp',
    json: 'jsonb',
  },
};

function expectedColumns(model: Model, provider: Provider): Column[] {
  const typeOf = (kind: string): string =>
    columnTypes[provider][kind] ?? (provider === 'sqlite' ? 'TEXT' : kind.slice('enum:'.length));
  return model.columns
    .map(({ name, kind, nullable }) => ({ name, type: typeOf(kind), nullable }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

async function columnsOf(database: Database, table: string): Promise<Column[]> {
  const rows =
    database.dialect.provider === 'sqlite'
      ? await database.query('SELECT name, type, "notnull" = 0 FROM pragma_table_info($1) ORDER BY name', [
          table,
        ])
      : await database.query(
          `SELECT column_name, udt_name, is_nullable = 'YES' FROM information_schema.columns ` +
            `WHERE table_name = $1 AND table_schema = 'public' ORDER BY column_name COLLATE "C"`,
          [table],
        );
  return rows
    .map(([name, type, nullable]) => ({
      name: String(name),
      type: String(type),
      nullable: Boolean(nullable),
    }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** `unique(a, b)` or `index(a, b)`, without the primary key's own. */
async function indexesOf(database: Database, table: string): Promise<string[]> {
  const rows =
    database.dialect.provider === 'sqlite'
      ? await database.query(
          `SELECT i."unique", (SELECT group_concat(name, ', ') FROM pragma_index_info(i.name)) ` +
            `FROM pragma_index_list($1) i WHERE i.origin <> 'pk'`,
          [table],
        )
      : await database.query(
          `SELECT ix.indisunique, string_agg(a.attname, ', ' ORDER BY k.place) FROM pg_index ix ` +
            'CROSS JOIN unnest(ix.indkey) WITH ORDINALITY AS k(number, place) ' +
            'JOIN pg_attribute a ON a.attrelid = ix.indrelid AND a.attnum = k.number ' +
            'WHERE ix.indrelid = $1::text::regclass AND NOT ix.indisprimary GROUP BY ix.indexrelid, ix.indisunique',
          [table],
        );
  return rows.map(([isUnique, columns]) => `${isUnique ? 'unique' : 'index'}(${String(columns)})`);
}

/** `column -> table`, and what happens to the row when the other one goes. */
async function foreignKeysOf(database: Database, table: string): Promise<string[]> {
  const rows =
    database.dialect.provider === 'sqlite'
      ? await database.query('SELECT "from", "table", on_delete FROM pragma_foreign_key_list($1)', [table])
      : await database.query(
          `SELECT a.attname, c.confrelid::regclass::text, ` +
            `CASE c.confdeltype WHEN 'c' THEN 'CASCADE' WHEN 'n' THEN 'SET NULL' ELSE c.confdeltype::text END ` +
            'FROM pg_constraint c JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1] ' +
            `WHERE c.contype = 'f' AND c.conrelid = $1::text::regclass`,
          [table],
        );
  return rows.map(([column, other, onDelete]) => `${String(column)} -> ${String(other)} ${String(onDelete)}`);
}

async function tablesOf(database: Database): Promise<string[]> {
  const rows =
    database.dialect.provider === 'sqlite'
      ? await database.query(
          `SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'`,
        )
      : await database.query(`SELECT tablename FROM pg_tables WHERE schemaname = 'public'`);
  return rows.map(([name]) => String(name));
}
