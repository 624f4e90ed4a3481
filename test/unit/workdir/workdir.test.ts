import { expect } from 'chai';
import { createHash } from 'node:crypto';
import { chmod, link, mkdir, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CrystalqError } from '../../../src/errors/crystalq-error.js';
import { collectFiles, namesIn } from '../../../src/workdir/collect.js';
import { translateDiskErrors } from '../../../src/workdir/disk-errors.js';
import { parseEndRecord, readEndRecord } from '../../../src/workdir/end-record.js';
import { callFilesDirectly } from '../../../src/workdir/files.js';
import { attemptFolder, confined, fileIn, stepFileName, stepFolder } from '../../../src/workdir/paths.js';
import { digestFile } from '../../../src/workdir/sha256.js';
import { stageFile } from '../../../src/workdir/stage.js';
import { readLastBytes, readTail } from '../../../src/workdir/tail.js';
import { giveNames } from '../../../src/workdir/give-names.js';
import { writeAtomic } from '../../../src/workdir/write-atomic.js';
import { rejection } from '../../support/rejection.js';
import { temporaryFolder, type TemporaryFolder } from '../../support/temporary-folder.js';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const errno = (code: string): Error => Object.assign(new Error(code), { code });

let base: TemporaryFolder;
let folder: string;
beforeEach(async () => {
  base = await temporaryFolder('workdir');
  folder = join(base.path, 'run');
  await mkdir(folder);
});
afterEach(() => base.remove());

/** On a file server through the pool of threads, on a local disk at once: the same either way. */
function eachWay(title: string, tests: () => void): void {
  for (const isLocal of [false, true])
    describe(`${title}, on a ${isLocal ? 'local disk' : 'file server'}`, () => {
      before(() => callFilesDirectly(isLocal));
      after(() => callFilesDirectly(false));
      tests();
    });
}

describe('paths of run folders', () => {
  const place = { batchId: 'k3x9w2ab', materialId: 'k3x9w2ab-0007', stepName: 'CHARGE+POTENTIAL' };

  it('are built from ids', () => {
    expect(attemptFolder('/work', place, 3)).to.equal('/work/k3x9w2ab/k3x9w2ab-0007/CHARGE-POTENTIAL/a03');
    expect(attemptFolder('/work', place, 112)).to.match(/\/a112$/);
    expect(stepFileName('CHARGE+POTENTIAL', 'd3')).to.equal('CHARGE-POTENTIAL.d3');
  });

  for (const hostile of [
    '',
    '.',
    '..',
    '../x',
    'a/b',
    '/etc',
    '$(id)',
    "it's",
    'a b',
    'a\nb',
    'a\0b',
    '-rf',
    '.ssh',
    'ü',
    'x'.repeat(129),
  ]) {
    it(`are refused for the id ${JSON.stringify(hostile.slice(0, 20))}`, () => {
      for (const each of [
        { ...place, batchId: hostile },
        { ...place, materialId: hostile },
        { ...place, stepName: hostile },
      ])
        expect(() => stepFolder('/work', each)).to.throw(CrystalqError, 'no place for a file');
    });
  }

  it('are refused below a relative work folder and for attempts that are not counted from 1', () => {
    expect(() => stepFolder('work', place)).to.throw(CrystalqError);
    for (const number of [0, -1, 1.5, NaN])
      expect(() => attemptFolder('/work', place, number)).to.throw(CrystalqError);
  });

  for (const name of ['..', '../x', '.', '/etc/passwd', 'a/../../x', 'a\0b', '']) {
    it(`do not let the file name ${JSON.stringify(name)} out`, () => {
      expect(() => fileIn('/work/run', name)).to.throw(CrystalqError, 'leads out');
    });
  }

  it('let names inside pass', () => {
    for (const name of ['OPT.out', 'inputs/OPT.f9', '..hidden', 'a/../b'])
      expect(fileIn('/work/run', name)).to.match(/^\/work\/run\//);
  });

  it('follow links and refuse those that lead out', async () => {
    await writeFile(join(folder, 'here'), 'x');
    await symlink('here', join(folder, 'inside'));
    await symlink('/etc/hostname', join(folder, 'outside'));
    await symlink('..', join(folder, 'up'));
    expect(await confined(folder, join(folder, 'inside'))).to.equal(join(folder, 'here'));
    expect((await rejection(confined(folder, join(folder, 'outside')))).code).to.equal('PATH_FORBIDDEN');
    expect((await rejection(confined(folder, join(folder, 'up', 'run2')))).code).to.equal('FILE_MISSING');
    expect((await rejection(confined(folder, join(folder, 'up')))).code).to.equal('PATH_FORBIDDEN');
  });
});

eachWay('writing a file', () => {
  it('replaces it whole and tells the checksum', async () => {
    const path = join(folder, 'deck');
    expect(await writeAtomic(path, 'old')).to.equal(sha256('old'));
    expect(await writeAtomic(path, 'new é')).to.equal(sha256('new é'));
    expect(await readFile(path, 'utf8')).to.equal('new é');
    expect(await readdir(folder)).to.deep.equal(['deck']);
  });

  it('keeps the old one where that is wanted', async () => {
    const path = join(folder, 'deck');
    await writeAtomic(path, 'first', { backup: true });
    await writeAtomic(path, 'second', { backup: true });
    await writeAtomic(path, 'third', { backup: true });
    expect(await readFile(`${path}.bak`, 'utf8')).to.equal('second');
    expect(await readFile(path, 'utf8')).to.equal('third');
  });

  it('leaves nothing behind and the old file in place when it fails', async () => {
    const path = join(folder, 'deck');
    await mkdir(path);
    await writeAtomic(path, 'x').then(
      () => expect.fail('it was written over a folder'),
      () => undefined,
    );
    expect(await readdir(folder)).to.deep.equal(['deck']);
  });

  it('never lets a reader see half of a file', async () => {
    const path = join(folder, 'deck');
    const versions = Array.from({ length: 30 }, (_, index) => String(index).repeat(100_000));
    await writeAtomic(path, versions[0] ?? '');
    const state = { isWriting: true };
    const reading = (async () => {
      while (state.isWriting) expect(versions).to.include(await readFile(path, 'utf8'));
    })();
    for (const version of versions) await writeAtomic(path, version);
    state.isWriting = false;
    await reading;
  });
});

describe('errors of the disk', () => {
  for (const code of ['ENOSPC', 'EDQUOT']) {
    it(`${code} is DISK_FULL and is not tried again`, async () => {
      let tries = 0;
      const error = await rejection(
        translateDiskErrors('write it', () => {
          tries += 1;
          return Promise.reject(errno(code));
        }),
      );
      expect(error.code).to.equal('DISK_FULL');
      expect(tries).to.equal(1);
    });
  }

  for (const code of ['ESTALE', 'EIO']) {
    it(`${code} is tried again from the start`, async () => {
      let tries = 0;
      const result = await translateDiskErrors('read it', () =>
        ++tries < 3 ? Promise.reject(errno(code)) : Promise.resolve('ok'),
      );
      expect([result, tries]).to.deep.equal(['ok', 3]);
    });
  }

  it('others pass, and so does one that stays', async () => {
    for (const code of ['EACCES', 'ESTALE']) {
      const thrown: unknown = await translateDiskErrors('read it', () => Promise.reject(errno(code))).catch(
        (error: unknown) => error,
      );
      expect(thrown).to.include({ code });
    }
  });
});

eachWay('staging', () => {
  const content = 'wavefunction '.repeat(1000);
  let from: string;
  let to: string;
  const staged = () => ({ from, to, expected: { sizeBytes: content.length, sha256: sha256(content) } });
  beforeEach(async () => {
    from = join(folder, 'SP.f9');
    to = join(base.path, 'consumer', 'inputs', 'SP.f9');
    await writeFile(from, content);
  });

  it('links within a file system: nothing is copied', async () => {
    await stageFile(staged(), 'link');
    expect((await stat(to)).ino).to.equal((await stat(from)).ino);
    expect(await readdir(join(base.path, 'consumer', 'inputs'))).to.deep.equal(['SP.f9']);
  });

  it('copies where the program will write to it', async () => {
    await stageFile(staged(), 'copy');
    await writeFile(to, 'overwritten');
    expect(await readFile(from, 'utf8')).to.equal(content);
  });

  it('may be done twice, and mends what is wrong there', async () => {
    await stageFile(staged(), 'copy');
    const { ino } = await stat(to);
    await stageFile(staged(), 'copy');
    expect((await stat(to)).ino).to.equal(ino);
    await writeFile(to, 'half');
    await stageFile(staged(), 'copy');
    expect(await readFile(to, 'utf8')).to.equal(content);
  });

  it('may be done twice when two links of one file meet', async () => {
    await mkdir(join(to, '..'), { recursive: true });
    await link(from, to);
    await stageFile(staged(), 'link');
    expect(await readdir(join(to, '..'))).to.deep.equal(['SP.f9']);
  });

  for (const [what, damage] of [
    ['changed', content.replace('w', 'W')],
    ['cut', content.slice(1)],
    ['empty', ''],
  ] as const) {
    it(`refuses a file that was ${what} since it was recorded`, async () => {
      await writeFile(from, damage);
      expect((await rejection(stageFile(staged(), 'link'))).code).to.equal('FILE_CHANGED');
      expect(await readdir(join(to, '..'))).to.deep.equal([]);
    });
  }

  it('says which file is missing', async () => {
    from = join(folder, 'gone.f9');
    for (const mode of ['link', 'copy'] as const) {
      const error = await rejection(stageFile(staged(), mode));
      expect(error.code).to.equal('FILE_MISSING');
      expect(error.message).to.include('gone.f9');
    }
  });
});

eachWay('collecting', () => {
  it('finds what is there and not empty, with size and checksum', async () => {
    await writeFile(join(folder, 'OPT.out'), 'text');
    await writeFile(join(folder, 'fort.9'), '');
    await mkdir(join(folder, 'fort.34'));
    const found = await collectFiles(folder, await namesIn(folder), [
      { role: 'output', path: 'OPT.out' },
      { role: 'wavefunction', path: 'fort.9' },
      { role: 'geometry', path: 'fort.34' },
      { role: 'error', path: 'fort.87' },
    ]);
    expect(found).to.deep.equal([{ role: 'output', path: 'OPT.out', sizeBytes: 4, sha256: sha256('text') }]);
  });

  it('does not read again what somebody has just read', async () => {
    await writeFile(join(folder, 'OPT.out'), 'text');
    const digest = { sizeBytes: 4, sha256: 'as told' };
    const found = await collectFiles(folder, await namesIn(folder), [
      { role: 'output', path: 'OPT.out', digest },
      { role: 'log', path: 'job.log', digest },
    ]);
    expect(found).to.deep.equal([{ role: 'output', path: 'OPT.out', ...digest }]);
  });

  it('does not leave the folder', async () => {
    expect(
      (
        await rejection(
          collectFiles(folder, await namesIn(folder), [
            { role: 'output', path: '../run/x' },
            { role: 'x', path: '../x' },
          ]),
        )
      ).code,
    ).to.equal('PATH_FORBIDDEN');
  });
});

eachWay('an end record', () => {
  const record = {
    token: 'k3-OPT-a1',
    jobId: '17',
    exitCode: 0,
    signal: null,
    startedAt: '2026-05-01T10:00:00Z',
    endedAt: '2026-05-01T11:00:00Z',
    host: 'cn07',
    scratch: null,
    notCopied: [],
    renames: [['fort.9', 'OPT.f9']],
  };
  const text = JSON.stringify(record);

  it('is read for its own token', async () => {
    await writeFile(join(folder, 'end.json'), text);
    expect(await readEndRecord(folder, 'k3-OPT-a1')).to.deep.equal(record);
    expect(await readEndRecord(folder, 'k3-OPT-a2')).to.equal(undefined);
  });

  it('is read without names to give, as older job scripts write it', () => {
    const { renames: _, ...older } = record;
    expect(parseEndRecord(JSON.stringify(older), record.token)).to.deep.equal({ ...older, renames: [] });
  });

  it('is not there when the file or its folder is not', async () => {
    expect(await readEndRecord(folder, 'k3-OPT-a1')).to.equal(undefined);
    expect(await readEndRecord(join(folder, 'gone'), 'k3-OPT-a1')).to.equal(undefined);
  });

  it('is none as long as it is cut anywhere', () => {
    for (let end = 0; end < text.length; end++)
      expect(parseEndRecord(text.slice(0, end), record.token)).to.equal(undefined);
  });

  for (const [what, change] of [
    ['an exit code that is no number', { exitCode: 'x' }],
    ['no host', { host: undefined }],
  ] as const) {
    it(`is none with ${what}`, () => {
      expect(parseEndRecord(JSON.stringify({ ...record, ...change }), record.token)).to.equal(undefined);
    });
  }
});

eachWay('names for the files of a program', () => {
  it('are given once, however often they are asked for', async () => {
    await writeFile(join(folder, 'fort.9'), 'wave');
    for (let turn = 0; turn < 2; turn++) await giveNames(folder, [['fort.9', 'OPT.f9']]);
    expect(await readdir(folder)).to.deep.equal(['OPT.f9']);
    expect(await readFile(join(folder, 'OPT.f9'), 'utf8')).to.equal('wave');
  });

  for (const pair of [
    ['../out', 'OPT.f9'],
    ['fort.9', '../out'],
    ['fort.9', '/etc/out'],
  ] as const)
    it(`are refused where they lead out of the folder: ${pair.join(' as ')}`, async () => {
      await writeFile(join(folder, 'fort.9'), 'wave');
      expect((await rejection(giveNames(folder, [[...pair]]))).code).to.equal('PATH_FORBIDDEN');
      expect(await readdir(folder)).to.deep.equal(['fort.9']);
    });
});

describe('reading on in a growing file', () => {
  it('gives what was added, in pieces of a bounded size', async () => {
    const path = join(folder, 'OPT.out');
    expect(await readTail(path, 0)).to.deep.equal({ chunk: Buffer.alloc(0), nextByte: 0, isReplaced: false });
    await writeFile(path, 'abcdef');
    const first = await readTail(path, 0, 4);
    expect([first.chunk.toString(), first.nextByte]).to.deep.equal(['abcd', 4]);
    const second = await readTail(path, first.nextByte);
    expect([second.chunk.toString(), second.nextByte]).to.deep.equal(['ef', 6]);
    expect((await readTail(path, 6)).chunk).to.have.length(0);
  });

  it('starts anew in a file that became shorter', async () => {
    const path = join(folder, 'OPT.out');
    await writeFile(path, 'new');
    const tail = await readTail(path, 100);
    expect([tail.chunk.toString(), tail.isReplaced]).to.deep.equal(['new', true]);
    expect((await readTail(join(folder, 'gone'), 100)).isReplaced).to.equal(true);
  });

  it('gives the last bytes', async () => {
    await writeFile(join(folder, 'log'), 'one two three');
    expect(await readLastBytes(join(folder, 'log'), 5)).to.equal('three');
    expect(await readLastBytes(join(folder, 'log'), 500)).to.equal('one two three');
    expect(await readLastBytes(join(folder, 'gone'), 5)).to.equal('');
  });
});

eachWay('the checksum of a file', () => {
  it('is that of its bytes, however long it is', async () => {
    const path = join(folder, 'large');
    const text = 'x'.repeat(1_000_003);
    await writeFile(path, text);
    await chmod(path, 0o444);
    expect(await digestFile(path)).to.deep.equal({ sizeBytes: 1_000_003, sha256: sha256(text) });
  });
});
