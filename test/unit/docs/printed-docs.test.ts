import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { renderPrintedDocs } from '../../../queues/cli/docs/printed-docs.js';
import { codes } from '../../../src/errors/codes.js';

describe('printed pages of docs/', () => {
  let pages: Record<string, string>;
  before(async function () {
    // Defining every command loads what all of them import.
    this.timeout(60_000);
    pages = await renderPrintedDocs();
  });

  it('say what the code says (else: npm run docs)', () => {
    for (const [file, text] of Object.entries(pages))
      expect(readFileSync(new URL(`../../../docs/${file}`, import.meta.url), 'utf8'), file).to.equal(text);
  });

  it('name every error code, every exit code and every top-level key', () => {
    for (const name of Object.keys(codes)) expect(pages['errors.md']).to.contain(`\`${name}\``);
    expect(pages['commands.md']).to.contain('| 70 |').and.contain('crystalq config check <file> [options]');
    for (const key of ['CRYSTALQ_REDIS_URL', 'clusters.<cluster>.limits', 'advanced.log', 'notifications'])
      expect(pages['configuration.md']).to.contain(key);
    expect(pages['states.md']).to.contain('submitting --> unclear');
  });

  it('say nothing of the machine they were printed on', () => {
    const text = Object.values(pages).join('\n');
    expect(text).not.to.contain(process.cwd());
    expect(text).not.to.contain(process.execPath);
  });
});
