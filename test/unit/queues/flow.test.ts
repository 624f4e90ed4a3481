import { expect } from 'chai';
import { materialFlow, foreverMs } from '../../../queues/flow.js';
import type { MaterialGraph } from '../../../src/store/store.js';
import type { StepState } from '../../../src/workflow/states.js';

const policies = { material: {}, step: {}, handover: {} };

function graphOf(
  states: Readonly<Record<string, StepState>>,
  delivered: readonly string[] = [],
): MaterialGraph {
  const edges = [
    ['OPT', 'SP'],
    ['OPT', 'FREQ'],
    ['SP', 'BAND'],
    ['SP', 'DOSS'],
  ] as const;
  return {
    batch: { id: 'b', priority: 7 },
    material: { id: 'b-0001', label: 'NaCl \u0007<b>', generation: 3 },
    steps: Object.entries(states).map(([name, state]) => ({ id: `b-0001-${name}`, name, state })),
    edges: edges.map(([from, to]) => ({
      id: `b-0001-${to}~${from}`,
      producerId: `b-0001-${from}`,
      consumerId: `b-0001-${to}`,
      state: delivered.includes(to) ? 'delivered' : 'waiting',
    })),
    // Only what the flow looks at.
  } as unknown as MaterialGraph;
}

describe('The flow of a material', () => {
  it('has a root, a job per step, and a sleeping hand-over per incoming edge', () => {
    const flow = materialFlow(
      graphOf({ OPT: 'waiting', SP: 'waiting', FREQ: 'waiting', BAND: 'waiting', DOSS: 'waiting' }),
      policies,
    );
    expect(flow.opts?.jobId).to.equal('material-b-0001-g3');
    const steps = flow.children ?? [];
    expect(steps.map(({ opts }) => opts?.jobId)).to.deep.equal(
      ['OPT', 'SP', 'FREQ', 'BAND', 'DOSS'].map((name) => `step-b-0001-${name}-g3`),
    );
    const handovers = steps.map(({ children }) =>
      (children ?? []).map(({ opts }) => [opts?.jobId, opts?.delay]),
    );
    expect(handovers[0]).to.deep.equal([]);
    expect(handovers[3]).to.deep.equal([['handover-b-0001-BAND~SP-g3', foreverMs]]);
  });

  it('leaves out what is over, and wakes hand-overs of producers that are', () => {
    const flow = materialFlow(
      graphOf({ OPT: 'succeeded', SP: 'waiting', FREQ: 'running', BAND: 'waiting', DOSS: 'waiting' }, [
        'FREQ',
      ]),
      policies,
    );
    const steps = flow.children ?? [];
    expect(steps.map(({ opts }) => opts?.jobId)).not.to.include('step-b-0001-OPT-g3');
    expect(steps[0]?.children?.map(({ opts }) => opts?.delay)).to.deep.equal([0]);
    expect(steps[1]?.children).to.deep.equal([]);
  });

  it('fails what depends on a failed step, and lets the root run all the same', () => {
    const flow = materialFlow(graphOf({ OPT: 'waiting', SP: 'waiting' }), policies);
    expect(flow.children?.every(({ opts }) => opts?.ignoreDependencyOnFailure)).to.equal(true);
    expect(flow.children?.[1]?.children?.[0]?.opts).to.include({ failParentOnFailure: true });
  });

  it('shows material and step in titles, without control characters', () => {
    const flow = materialFlow(graphOf({ OPT: 'waiting' }), policies);
    expect(flow.name).to.equal('NaCl  <b>');
    expect(flow.children?.[0]?.name).to.equal('NaCl  <b> · OPT');
  });
});
