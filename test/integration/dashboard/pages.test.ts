import { expect } from 'chai';
import { createAttempt, createBatch, createMaterial, by } from '../../support/store-examples.js';
import { startDashboard, type DashboardUnderTest } from './dashboard-under-test.js';

const hostile = `<script>alert("1")</script>' onload='x' & \u202egnp.exe`;
const form = { 'content-type': 'application/x-www-form-urlencoded' };

describe('The pages of the dashboard', () => {
  let dashboard: DashboardUnderTest;

  before(async () => {
    dashboard = await startDashboard();
    const { store } = dashboard;
    await store.beginBatch(createBatch('b1', { name: hostile, owner: hostile }), by);
    const material = createMaterial('b1', 1, { label: hostile, formula: hostile, source: hostile });
    await store.addMaterials('b1', [material], by);
    await store.releaseMaterials(1, by);
    await store.apply(
      [
        { kind: 'step', id: 'b1-0001-OPT', to: 'running', set: { reason: hostile } },
        { kind: 'newAttempt', attempt: createAttempt('b1-0001', 'OPT') },
        {
          kind: 'error',
          error: {
            batchId: 'b1',
            materialId: 'b1-0001',
            stepId: 'b1-0001-OPT',
            attemptId: null,
            code: 'UNEXPECTED',
            severity: 'error',
            category: 'internal',
            message: hostile,
            hint: hostile,
            details: {},
          },
        },
        {
          kind: 'properties',
          properties: [
            {
              batchId: 'b1',
              materialId: 'b1-0001',
              stepId: 'b1-0001-OPT',
              attemptId: 'b1-0001-OPT-a1',
              name: 'note',
              value: null,
              text: hostile,
              json: null,
              unit: '',
              source: 'OPT.out:1',
              isRehearsal: true,
            },
          ],
        },
      ],
      { actor: hostile, reason: hostile },
    );
    await store.beginBatch(createBatch('big'), by);
    await store.addMaterials(
      'big',
      Array.from({ length: 120 }, (_, index) => createMaterial('big', index + 1)),
      by,
    );
  });

  after(async () => {
    await dashboard.close();
  });

  for (const url of ['/', '/batches/b1', '/materials/b1-0001', '/steps/b1-0001-OPT', '/errors']) {
    it(`${url} shows hostile names as text`, async () => {
      const { statusCode, body } = await dashboard.as('admin', { url, headers: { accept: 'text/html' } });
      expect(statusCode).to.equal(200);
      expect(body).to.contain('&#60;script&#62;alert(&#34;1&#34;)');
      expect(body).not.to.contain('<script');
      expect(body).not.to.contain(`onload='`);
      expect(body).not.to.contain('\u202e');
    });
  }

  it('lists of materials are read a page at a time', async () => {
    const rowsOf = async (url: string): Promise<number> =>
      (await dashboard.as('viewer', { url })).body.match(/href="\/materials\//g)?.length ?? 0;
    expect(await rowsOf('/batches/big')).to.equal(100);
    expect(await rowsOf('/batches/big?page=2')).to.equal(20);
    expect(await rowsOf('/batches/big?page=-7')).to.equal(100);
    expect(await rowsOf('/batches/big?page=1e99')).to.equal(0);
  });

  it('results stand under the step that gave them', async () => {
    const { body } = await dashboard.as('viewer', { url: '/materials/b1-0001' });
    const [, results] = body.split('Results of OPT');
    expect(results).to.contain('OPT.out:1');
  });

  it('results of a rehearsal are marked', async () => {
    expect((await dashboard.as('viewer', { url: '/materials/b1-0001' })).body).to.contain('(rehearsal)');
  });

  for (const url of [
    '/batches/none',
    '/materials/none',
    '/steps/none',
    '/none',
    `/steps/${'x'.repeat(250)}`,
  ]) {
    it(`${url.slice(0, 20)} that is not there is a 404 with a way back`, async () => {
      const { statusCode, body } = await dashboard.as('viewer', { url, headers: { accept: 'text/html' } });
      expect(statusCode).to.equal(404);
      expect(body).to.contain('There is nothing of that name');
    });
  }

  describe('actions', () => {
    const act = (action: string, payload: string) =>
      dashboard.as('operator', { method: 'POST', url: `/actions/${action}`, headers: form, payload });

    it('lead back to the page, and the audit trail names the role', async () => {
      const answer = await act('pause', 'step=b1-0001-SP&back=/steps/b1-0001-SP');
      expect(answer.statusCode).to.equal(303);
      expect(answer.headers.location).to.equal('/steps/b1-0001-SP');
      const context = await dashboard.store.stepContext('b1-0001-SP');
      expect(context?.step.hold).to.equal(true);
      const [event] = await dashboard.store.events({ step: 'b1-0001-SP' }, { limit: 1 });
      expect(event?.actor).to.equal('user:operator@dashboard');
    });

    for (const [what, action, payload] of [
      ['without a selection', 'pause', 'back=/'],
      ['with an empty selection', 'pause', 'batch='],
      ['with a selection of everything', 'pause', 'batch=b1&state=failed'],
      ['given twice', 'pause', 'batch=b1&batch=big'],
      ['that lead elsewhere', 'pause', 'batch=b1&back=//evil.example'],
      ['that lead elsewhere, otherwise', 'pause', 'batch=b1&back=/%5Cevil.example'],
      ['that do not exist', 'explode', 'batch=b1'],
    ] as const) {
      it(`${what} are refused`, async () => {
        expect((await act(action, payload)).statusCode).to.be.oneOf([400, 409]);
        expect((await dashboard.store.batch('b1'))?.hold).to.equal(false);
      });
    }

    it('on nothing say so', async () => {
      const { statusCode, body } = await act('retry', 'batch=none');
      expect(statusCode).to.equal(409);
      expect(body).to.contain('No steps match batch none');
    });

    it('that are not written as a form are refused as such', async () => {
      const answer = await dashboard.as('operator', {
        method: 'POST',
        url: '/actions/pause',
        headers: { 'content-type': 'application/xml' },
        payload: '<batch/>',
      });
      expect(answer.statusCode).to.equal(415);
    });
  });
});
