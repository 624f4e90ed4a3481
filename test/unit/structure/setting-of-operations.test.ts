import { expect } from 'chai';
import { settingOfOperations } from '../../../src/crystal/symmetry/setting-of-operations.js';
import { loadSymmetry } from '../../../src/symmetry/load-symmetry.js';

const library = loadSymmetry();

describe('the tabulated setting of a list of operations', () => {
  it('is the same whether the file names the group or not', () => {
    for (const setting of library.spaceGroupSettings) {
      const operations = [...library.operationsOf(setting)].reverse();
      const found = settingOfOperations(library, operations);
      expect(found?.number, setting.fullSymbol).to.equal(setting.number);
      expect(settingOfOperations(library, operations, setting.number), setting.fullSymbol).to.equal(found);
    }
  });

  it('is found although the file names another group', () => {
    const operations = library.operationsOf(library.standardSetting(225));
    expect(settingOfOperations(library, operations, 221)).to.equal(library.standardSetting(225));
    expect(settingOfOperations(library, operations, 999)).to.equal(library.standardSetting(225));
  });

  it('is none for operations of no table, whatever the file names', () => {
    const operations = library.operationsOf(library.standardSetting(225)).slice(1);
    expect(settingOfOperations(library, operations, 225)).to.equal(undefined);
  });
});
