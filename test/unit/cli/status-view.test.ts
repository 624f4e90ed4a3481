import { expect } from 'chai';
import { renderStatus } from '../../../queues/cli/views/status-view.js';
import type { BatchRecord } from '../../../src/workflow/records.js';

const nothing = { materials: {}, steps: [], failures: [] } as unknown as Parameters<typeof renderStatus>[1];
const batch = (id: string, day: number, more: Partial<BatchRecord> = {}): BatchRecord => ({
  id,
  name: `campaign ${id}`,
  fingerprint: id,
  state: 'open',
  priority: 50,
  hold: false,
  cluster: 'hpc',
  recipe: {},
  owner: 'me',
  createdAt: `2026-03-${String(day).padStart(2, '0')}T00:00:00.000Z`,
  ...more,
});
const linesOf = (batches: readonly BatchRecord[]): string[] =>
  renderStatus(batches, nothing, [], undefined)
    .split('\n')
    .filter((line) => line.startsWith('  '));

describe('The text of crystalq status', () => {
  it('names the batches, so that --batch, pause and priority can be given an id', () => {
    const batches = [batch('done0001', 9, { state: 'settled' }), batch('open0001', 1), batch('open0002', 2)];
    expect(linesOf([...batches, batch('held0001', 1, { hold: true })])).to.deep.equal([
      '  held0001  on hold    campaign held0001',
      '  open0002  open       campaign open0002',
      '  open0001  open       campaign open0001',
      '  done0001  settled    campaign done0001',
    ]);
  });

  it('shows ten of many batches, and how the others are seen', () => {
    const lines = linesOf(Array.from({ length: 12 }, (_, day) => batch(`b${day + 10}`, day + 1)));
    expect(lines).to.have.length(11);
    expect(lines[0]).to.contain('b21');
    expect(lines[10]).to.equal('  and 2 more batches: crystalq status --json');
  });

  it('keeps a name from steering the terminal', () => {
    expect(linesOf([batch('a', 1, { name: 'x\u001b[2J' })]).join('')).not.to.contain('\u001b');
  });
});
