import { expect } from 'chai';
import { stat } from 'node:fs/promises';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { renderSession } from '../../../dashboard/auth/session.js';
import { cookieNameOf } from '../../../dashboard/auth/login.js';
import { loadTokens, tokenFilePath } from '../../../dashboard/auth/tokens.js';
import { createBatch, createMaterial, by } from '../../support/store-examples.js';
import { startDashboard, type DashboardUnderTest } from './dashboard-under-test.js';

const form = { 'content-type': 'application/x-www-form-urlencoded' };
const board = '/operate/queues/api/queues';

describe('Access to the dashboard', () => {
  let dashboard: DashboardUnderTest;

  before(async () => {
    dashboard = await startDashboard();
    await dashboard.store.beginBatch(createBatch('b1'), by);
    await dashboard.store.addMaterials('b1', [createMaterial('b1', 1)], by);
  });

  after(async () => {
    await dashboard.close();
  });

  describe('without a login', () => {
    for (const url of [
      '/',
      '/batches/b1',
      '/errors',
      '/metrics',
      '/queues',
      '/queues/api/queues',
      '/operate/queues/api/queues',
      '/%71ueues/api/queues',
      '/nothing-there',
    ]) {
      it(`${url} is refused with 401`, async () => {
        const { statusCode, body } = await dashboard.server.inject({ url });
        expect(statusCode).to.equal(401);
        expect(body).not.to.contain('b1');
      });
    }

    it('browsers are asked for the token with a form', async () => {
      const answer = await dashboard.server.inject({ url: '/', headers: { accept: 'text/html' } });
      expect(answer.statusCode).to.equal(401);
      expect(answer.body).to.contain('action="/login"');
    });

    it('a changed, foreign or expired session is no session', async () => {
      const { tokens } = dashboard;
      const good = renderSession(
        { role: 'viewer', expiresAt: Math.ceil(Date.now() / 1000) + 60 },
        tokens.sessionKey,
      );
      const expired = renderSession(
        { role: 'admin', expiresAt: Math.floor(Date.now() / 1000) - 1 },
        tokens.sessionKey,
      );
      const foreign = renderSession(
        { role: 'admin', expiresAt: Math.ceil(Date.now() / 1000) + 60 },
        'another key',
      );
      const answers = [good, good.replace('viewer', 'admin'), expired, foreign, 'nonsense', ''].map(
        async (session) =>
          (
            await dashboard.server.inject({
              url: '/',
              headers: { cookie: `${cookieNameOf(tokens)}=${session}` },
            })
          ).statusCode,
      );
      expect(await Promise.all(answers)).to.deep.equal([200, 401, 401, 401, 401, 401]);
    });

    it('a wrong bearer token is refused even beside a good cookie', async () => {
      const answer = await dashboard.as('admin', { url: '/', headers: { authorization: 'Bearer wrong' } });
      expect(answer.statusCode).to.equal(401);
    });
  });

  describe('the login', () => {
    it('turns the token of a link into a cookie that scripts and other sites do not get', async () => {
      const answer = await dashboard.server.inject({ url: `/login?token=${dashboard.tokens.operator}` });
      expect(answer.statusCode).to.equal(303);
      expect(answer.headers.location).to.equal('/');
      const [cookie] = answer.cookies;
      expect(cookie).to.include({ path: '/', httpOnly: true, sameSite: 'Strict', maxAge: 12 * 3600 });
      expect(cookie?.value).not.to.contain(dashboard.tokens.operator);
      const page = await dashboard.server.inject({
        url: '/',
        cookies: { [cookie?.name ?? '']: cookie?.value ?? '' },
      });
      expect(page.statusCode).to.equal(200);
      expect(page.body).to.contain('operator');
    });

    it('takes the token from the form too, from our own page only', async () => {
      const send = (origin: string) =>
        dashboard.server.inject({
          method: 'POST',
          url: '/login',
          headers: { ...form, host: 'here:1', origin },
          payload: `token=${dashboard.tokens.viewer}`,
        });
      expect((await send('http://here:1')).statusCode).to.equal(303);
      expect((await send('http://evil.example')).statusCode).to.equal(403);
    });

    it('logging out removes the cookie', async () => {
      const answer = await dashboard.as('viewer', { method: 'POST', url: '/logout' });
      expect(answer.statusCode).to.equal(303);
      expect(answer.cookies[0]).to.include({ value: '', path: '/' });
    });

    it('makes who guesses wait, and nobody else', async () => {
      const guess = (remoteAddress: string, token: string) =>
        dashboard.server.inject({ url: `/login?token=${token}`, remoteAddress });
      for (let count = 0; count < 10; count += 1)
        expect((await guess('127.0.0.2', 'no')).statusCode).to.equal(401);
      expect((await guess('127.0.0.2', dashboard.tokens.admin)).statusCode).to.equal(429);
      expect((await guess('127.0.0.3', dashboard.tokens.admin)).statusCode).to.equal(303);
    });
  });

  describe('roles', () => {
    const pause = { method: 'POST', url: '/actions/pause', payload: 'batch=b1', headers: form } as const;
    const requests = [
      { what: 'look at a batch', request: { url: '/batches/b1' }, viewer: 200, operator: 200, admin: 200 },
      { what: 'read metrics', request: { url: '/metrics' }, viewer: 200, operator: 200, admin: 200 },
      {
        what: 'look at the queues',
        request: { url: '/queues/api/queues' },
        viewer: 200,
        operator: 200,
        admin: 200,
      },
      {
        what: 'open the board with controls',
        request: { url: board },
        viewer: 403,
        operator: 200,
        admin: 200,
      },
      {
        what: 'write it otherwise',
        request: { url: '/%6fperate/queues/api/queues' },
        viewer: 403,
        operator: 200,
        admin: 200,
      },
      { what: 'pause a batch', request: pause, viewer: 403, operator: 303, admin: 303 },
      {
        what: 'pause a queue',
        request: { method: 'PUT', url: `${board}/system/pause` },
        viewer: 403,
        operator: 200,
        admin: 200,
      },
      {
        what: 'resume it',
        request: { method: 'PUT', url: `${board}/system/resume` },
        viewer: 403,
        operator: 200,
        admin: 200,
      },
      {
        what: 'retry what failed',
        request: { method: 'PUT', url: `${board}/system/retry/failed` },
        viewer: 403,
        operator: 200,
        admin: 200,
      },
      {
        what: 'empty a queue',
        request: { method: 'PUT', url: `${board}/system/empty` },
        viewer: 403,
        operator: 403,
        admin: 200,
      },
      {
        what: 'clean a queue',
        request: { method: 'PUT', url: `${board}/system/clean/failed` },
        viewer: 403,
        operator: 403,
        admin: 200,
      },
      {
        what: 'obliterate it by another spelling',
        request: { method: 'PUT', url: `${board}/system/%6fbliterate` },
        viewer: 403,
        operator: 403,
        admin: undefined,
      },
      {
        what: 'change on the read-only board',
        request: { method: 'PUT', url: '/queues/api/queues/system/pause' },
        viewer: 403,
        operator: 403,
        admin: 405,
      },
    ] as const;
    for (const { what, request, ...expected } of requests) {
      for (const role of ['viewer', 'operator', 'admin'] as const) {
        const status = expected[role];
        if (status === undefined) continue;
        it(`${role} who wants to ${what} gets ${status}`, async () => {
          expect((await dashboard.as(role, request)).statusCode).to.equal(status);
        });
      }
    }

    it('viewers see no buttons, operators do', async () => {
      expect((await dashboard.as('viewer', { url: '/batches/b1' })).body).not.to.contain('/actions/');
      expect((await dashboard.as('operator', { url: '/batches/b1' })).body).to.contain('/actions/');
    });
  });

  describe('changes from elsewhere', () => {
    const url = '/actions/pause';
    const host = '127.0.0.1:8717';
    const cases = [
      { name: 'another site', headers: { origin: 'http://evil.example' } },
      { name: 'another port of this host', headers: { origin: 'http://127.0.0.1:9999' } },
      { name: 'a page without origin', headers: { origin: 'null' } },
      {
        name: 'a browser that says cross-site',
        headers: { origin: `http://${host}`, 'sec-fetch-site': 'cross-site' },
      },
      { name: 'a browser that says same-site', headers: { 'sec-fetch-site': 'same-site' } },
    ];
    for (const { name, headers } of cases) {
      it(`${name} is refused with 403 in spite of the cookie`, async () => {
        const answer = await dashboard.as('admin', {
          method: 'POST',
          url,
          headers: { ...form, ...headers },
          payload: 'batch=b1',
        });
        expect(answer.statusCode).to.equal(403);
      });
    }

    it('a request that does not say where it comes from is refused', async () => {
      const headers = { ...form, host, cookie: dashboard.cookieOf('admin') };
      const answer = await dashboard.server.inject({ method: 'POST', url, headers, payload: 'batch=b1' });
      expect(answer.statusCode).to.equal(403);
    });

    it('a header that browsers may send by themselves does not stand for a token', async () => {
      const headers = { ...form, host, cookie: dashboard.cookieOf('admin'), authorization: 'Basic eDp5' };
      const answer = await dashboard.server.inject({ method: 'POST', url, headers, payload: 'batch=b1' });
      expect(answer.statusCode).to.equal(403);
    });

    it('a program with a bearer token needs no origin', async () => {
      const headers = { ...form, authorization: `Bearer ${dashboard.tokens.operator}` };
      const answer = await dashboard.server.inject({ method: 'POST', url, headers, payload: 'batch=b1' });
      expect(answer.statusCode).to.equal(303);
    });
  });

  it('every answer forbids framing, sniffing, foreign scripts and keeping', async () => {
    for (const url of ['/', '/queues', '/login', '/nothing-there']) {
      const { headers } = await dashboard.as('viewer', { url });
      expect(headers).to.include({
        'x-frame-options': 'DENY',
        'x-content-type-options': 'nosniff',
        'cache-control': 'no-store',
        'referrer-policy': 'same-origin',
      });
      const policy = String(headers['content-security-policy']);
      expect(policy).to.contain("frame-ancestors 'none'");
      expect(policy).not.to.match(/script-src[^;]*unsafe/);
    }
  });
});

describe('The tokens of the dashboard', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'cq-tokens-'));
  });

  afterEach(async () => {
    await rm(folder, { recursive: true });
  });

  it('are made once, differ, and only the user can read them', async () => {
    const tokens = await loadTokens(folder);
    expect(await loadTokens(folder)).to.deep.equal(tokens);
    const { viewer, operator, admin, sessionKey } = tokens;
    expect(new Set([viewer, operator, admin, sessionKey]).size).to.equal(4);
    expect((await stat(tokenFilePath(folder))).mode & 0o777).to.equal(0o600);
  });
});
