import { expect } from 'chai';
import { findNetworkFilesystem } from '../../../src/store/network-filesystem.js';

describe('Looking for a network file system', () => {
  it('finds none under a store on a disk of this machine, also before its folder is there', async () => {
    expect(
      await findNetworkFilesystem('file:/no/such/folder/store.db', () => Promise.resolve({ type: 0xef53 })),
    ).to.equal(undefined);
  });

  it('names the one a store lies on', async () => {
    expect(
      await findNetworkFilesystem('file:/home/ada/store.db', () => Promise.resolve({ type: 0x6969 })),
    ).to.equal('NFS');
  });

  it('knows numbers that the kernel gives with a sign', async () => {
    expect(
      await findNetworkFilesystem('file:/home/ada/store.db', () => Promise.resolve({ type: -11317950 })),
    ).to.equal('CIFS');
  });

  it('looks at the nearest folder that exists', async () => {
    const asked: string[] = [];
    const type = await findNetworkFilesystem('file:/scratch/ada/new/store.db', (folder) => {
      asked.push(folder);
      const missing = Object.assign(new Error('no such folder'), { code: 'ENOENT' });
      return folder === '/scratch' ? Promise.resolve({ type: 0x0bd00bd0 }) : Promise.reject(missing);
    });
    expect(type).to.equal('Lustre');
    expect(asked).to.deep.equal(['/scratch/ada/new', '/scratch/ada', '/scratch']);
  });

  it('does not ask where the store is in PostgreSQL', async () => {
    expect(await findNetworkFilesystem('postgresql://host/db')).to.equal(undefined);
  });
});
