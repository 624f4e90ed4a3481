import { expect } from 'chai';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { chromium, type Page } from 'playwright-core';
import { eventually } from '../support/eventually.js';
import { createInstallation, program, type Installation } from '../support/installation.js';
import { writeStructures } from '../support/structures.js';

const chromiumPath = '/usr/bin/chromium';
const flags = [
  '--no-sandbox',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
/** Set to a folder to look at what the browser saw. */
const pictures = process.env['CRYSTALQ_TEST_PICTURES'];

describe('The dashboard in a browser', function () {
  let installation: Installation;
  const ends: (() => Promise<unknown>)[] = [];
  let page: Page;
  let link: string;
  let said = '';
  const errors: string[] = [];

  before(async function () {
    if (!existsSync(chromiumPath)) this.skip();
    installation = createInstallation({
      scheduler: 'local',
      // The first step goes on until it is cancelled: all that follows waits for it while it is looked at.
      jobEnvironment: { CRYSTALQ_REHEARSAL_SECONDS: '600' },
    });
    ends.push(() => installation.close());
    await installation.startRedis();
    const folder = writeStructures(installation.home, 2, (index) => (index === 0 ? 'MgO <b>bold' : 'MgO'));
    const enqueued = await installation.run(
      'enqueue',
      folder,
      '--workflow',
      'OPT,SP,FREQ,BAND,DOSS,TRANSPORT',
    );
    expect(enqueued.exitCode, enqueued.stderr).to.equal(0);
    const dashboard = spawn(process.execPath, [program, 'dashboard', '--port', '0'], {
      env: {
        PATH: process.env['PATH'],
        HOME: installation.home,
        CRYSTALQ_CONFIG: installation.configFile,
        CRYSTALQ_SITE_CONFIG: join(installation.home, 'no-site.yaml'),
      },
      cwd: installation.home,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    ends.push(() => endsGently(dashboard));
    dashboard.stdout.on('data', (data: Buffer) => (said += data.toString()));
    link = await eventually('the link', () => /dashboard: (\S+)/.exec(said)?.[1]);
    const browser = await chromium.launch({ executablePath: chromiumPath, headless: true, args: flags });
    ends.push(() => browser.close());
    page = await browser.newPage({ viewport: { width: 1280, height: 1000 } });
    page.on('pageerror', (error) => errors.push(error.message));
  });

  after(async () => {
    await installation.run('cancel', '--all');
    await eventually('all jobs are ended', async () => {
      const { stdout } = await installation.run('steps', '--json');
      return !stdout.includes('"running"');
    });
    for (const end of ends.reverse()) await end();
  });

  const picture = async (name: string): Promise<void> => {
    if (pictures === undefined) return;
    mkdirSync(pictures, { recursive: true });
    await page.screenshot({ path: join(pictures, `${name}.png`) });
  };

  it('the printed link logs in, and its token leaves the address', async () => {
    await page.goto(link);
    expect(new URL(page.url()).pathname + new URL(page.url()).search).to.equal('/');
    expect(await page.textContent('h1')).to.equal('Campaigns');
    expect(await page.locator('nav').textContent()).to.contain('operator');
    await picture('home-waiting');
  });

  it('a material with a hostile name is shown as text, step by step', async () => {
    installation.startWorker();
    await page.locator('a[href^="/batches/"]').first().click();
    await page.getByRole('link', { name: 'bold' }).click();
    expect(await page.textContent('h1')).to.contain('<b>');
    expect(await page.locator('h1 b').count()).to.equal(0);
    const steps = await page.locator('a[href^="/steps/"]').allTextContents();
    expect(steps.slice(0, 6)).to.deep.equal(['OPT', 'SP', 'FREQ', 'BAND', 'DOSS', 'TRANSPORT']);
  });

  it('Bull Board shows the whole flow of a material with its dependencies', async () => {
    const materialId = new URL(page.url()).pathname.split('/').at(-1) ?? '';
    const queues = new URL('/operate/queues', page.url()).href;
    const job = `material/material-${materialId}-g1`;
    await eventually('the flow to be in Redis', async () =>
      (await page.request.get(`${queues}/api/queues/${job}`)).ok(),
    );
    await page.goto(`${queues}/queue/${job}`);
    for (const title of [
      'OPT',
      'OPT → SP',
      'OPT → FREQ',
      'SP',
      'FREQ',
      'SP → BAND',
      'SP → DOSS',
      'SP → TRANSPORT',
      'BAND',
      'DOSS',
      'TRANSPORT',
    ]) {
      await page.getByText(`MgO <b>bold · ${title}`, { exact: true }).first().waitFor();
    }
    expect(errors).to.deep.equal([]);
    await picture('board-flow');
  });

  it('a job in Bull Board leads to our page of its step, and that leads back to the job', async () => {
    await page.getByText('MgO <b>bold · SP', { exact: true }).first().click();
    await page.getByText('Open this job').click();
    await page.waitForURL(/queue\/step\/step-/);
    const board = page.url();
    const [popup] = await Promise.all([
      page.waitForEvent('popup', { timeout: 10_000 }).catch(() => page),
      page.getByText('open in crystalq').first().click(),
    ]);
    await popup.waitForURL(/\/steps\//);
    expect(await popup.textContent('h1'))
      .to.contain('SP of')
      .and.to.contain('MgO <b>bold');
    expect(await popup.locator('main').textContent()).to.contain('Waits for: OPT');
    await popup.getByText('its job in the queue').click();
    await popup.waitForURL(board.split('?')[0] ?? board);
  });

  it('a second one on the same port says so and ends', async () => {
    const { port } = new URL(link);
    const answer = await installation.run('dashboard', '--port', port);
    expect(answer.exitCode).to.be.greaterThan(0);
    expect(answer.stderr).to.contain(`cannot listen at 127.0.0.1:${port}`);
  });

  it('logging out leaves nothing to see', async () => {
    await page.goto(new URL('/', page.url()).href);
    await page.getByText('log out').click();
    await page.waitForURL(/\/login$/);
    const answer = await page.goto(new URL('/', page.url()).href);
    expect(answer?.status()).to.equal(401);
    expect(await page.textContent('body')).not.to.contain('structures');
  });
});

async function endsGently(child: ChildProcess): Promise<void> {
  const gone = once(child, 'exit');
  child.kill('SIGTERM');
  expect(await gone).to.deep.equal([0, null]);
}
