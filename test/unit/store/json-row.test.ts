import { expect } from 'chai';
import { fromJsonRow } from '../../../src/store/sql/json-row.js';
import type { Table } from '../../../src/store/sql/tables.js';

const table: Table<{ at: string | null; until: string | null; label: string }> = {
  name: 'some',
  key: ['label'],
  columns: { at: 'time', until: 'time', label: 'text' },
};

describe('A row as JSON', () => {
  const forms: [what: string, form: string, time: string][] = [
    ['as SQLite writes it', '2026-11-21T19:03:31.319+00:00', '2026-11-21T19:03:31.319Z'],
    ['as PostgreSQL writes it', '2026-11-21T19:03:31.319', '2026-11-21T19:03:31.319Z'],
    ['without trailing zeros', '2026-11-21T19:03:31.3', '2026-11-21T19:03:31.300Z'],
    ['of a whole second', '2026-11-21T19:03:31', '2026-11-21T19:03:31.000Z'],
    ['as JavaScript writes it', '2026-11-21T19:03:31.319Z', '2026-11-21T19:03:31.319Z'],
    ['of another zone', '2026-11-21T21:33:31.319+02:30', '2026-11-21T19:03:31.319Z'],
  ];
  for (const [what, form, time] of forms)
    it(`gives a time ${what} in ISO 8601, in UTC`, () => {
      const row = fromJsonRow(table, JSON.stringify({ at: form, until: null, label: form }));
      expect(row).to.deep.equal({ at: time, until: null, label: form });
    });
});
