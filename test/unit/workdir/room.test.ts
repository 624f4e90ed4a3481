import { readdirSync } from 'node:fs';
import { expect } from 'chai';
import { hasRoom } from '../../../src/workdir/room.js';
import { temporaryFolder } from '../../support/temporary-folder.js';

describe('Room in a folder', () => {
  it('is there where a file can be written, and nothing of the trial stays', async () => {
    const folder = await temporaryFolder('room');
    expect(await hasRoom(folder.path)).to.equal(true);
    expect(readdirSync(folder.path)).to.deep.equal([]);
    await folder.remove();
  });

  it('is not there on a file system that has none', async () => {
    // It counts no blocks at all, and takes no files.
    expect(await hasRoom('/proc')).to.equal(false);
  });
});
