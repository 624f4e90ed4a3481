import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { createRotatingFile, type RotatingFile } from '../../../src/log/rotating-file.js';

describe('a rotating file', () => {
  let folder: string;
  let now: Date;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'rotating-'));
    now = new Date('2026-03-01T23:59:00Z');
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const open = (maxSizeBytes = 1000): RotatingFile =>
    createRotatingFile({ folder, name: 'crystalq', maxSizeBytes, keepDays: 2, now: () => now });
  const text = (file: string): string => readFileSync(join(folder, file), 'utf8');

  it('begins a new file each day', async () => {
    const file = open();
    file.write('evening');
    now = new Date('2026-03-02T00:01:00Z');
    file.write('morning');
    await file.close();
    expect(text('crystalq-2026-03-01.log')).to.equal('evening\n');
    expect(text('crystalq-2026-03-02.log')).to.equal('morning\n');
  });

  it('begins a numbered file when one is full, and loses no line', async () => {
    const file = open(100);
    const lines = Array.from({ length: 20 }, (_, number) => `line number ${number} of twenty`);
    for (const line of lines) file.write(line);
    await file.close();
    const files = readdirSync(folder);
    expect(files).to.include.members(['crystalq-2026-03-01.log', 'crystalq-2026-03-01.1.log']);
    expect(files.every((name) => text(name).length <= 100)).to.equal(true);
    const found = files.flatMap((name) => text(name).trimEnd().split('\n'));
    expect(found).to.have.members(lines);
  });

  it('goes on in the file of the day after a restart', async () => {
    for (const line of ['one', 'two']) {
      const file = open();
      file.write(line);
      await file.close();
    }
    expect(text('crystalq-2026-03-01.log')).to.equal('one\ntwo\n');
  });

  it('is shared by several writers without a broken line', async () => {
    const files = [open(1e6), open(1e6), open(1e6)];
    for (let number = 0; number < 300; number++)
      for (const [writer, file] of files.entries()) file.write(`${writer}:${'x'.repeat(number)}`);
    await Promise.all(files.map((file) => file.close()));
    const lines = text('crystalq-2026-03-01.log').trimEnd().split('\n');
    expect(lines).to.have.length(900);
    expect(lines.every((line) => /^[012]:x*$/.test(line))).to.equal(true);
  });

  it('removes its own files of days long past, and no others', async () => {
    for (const name of ['crystalq-2026-02-20.log', 'crystalq-2026-02-20.3.log', 'crystalq-2026-02-27.log'])
      writeFileSync(join(folder, name), '');
    for (const name of ['errors-2026-02-20.log', 'crystalq-notes.log']) writeFileSync(join(folder, name), '');
    const file = open();
    file.write('today');
    await file.close();
    expect(readdirSync(folder)).to.have.members([
      ...['crystalq-2026-02-27.log', 'crystalq-2026-03-01.log'],
      ...['errors-2026-02-20.log', 'crystalq-notes.log'],
    ]);
  });
});
