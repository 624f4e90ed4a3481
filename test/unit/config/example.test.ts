import { expect } from 'chai';
import { exampleFile } from '../../../queues/cli/docs/configuration-page.js';
import { createConfigFolder, userFile } from './config-folder.js';

describe('the example of docs/configuration.md', () => {
  it('has no faults and means what it says', async () => {
    const folder = createConfigFolder();
    folder.write(userFile, exampleFile);
    const { config, warnings } = await folder.load();
    folder.remove();
    expect(warnings).to.deep.equal([]);
    expect(config.clusters[config.cluster]).to.deep.include({
      launcher: ['mpirun', '-n', '{tasks}'],
      crystalBinary: '$EBROOTCRYSTAL/bin/Pcrystal',
      scratch: ['$SCRATCH/crystalq', '$TMPDIR'],
    });
  });
});
