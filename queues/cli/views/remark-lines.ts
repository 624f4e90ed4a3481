import type { PlannedMaterial } from '../../../src/workflow/plan.js';
import { oneLine } from './table.js';

const mostNamed = 3;
/** Remarks with figures of their own (a volume, a shift) differ from file to file. */
const mostTold = 20;

/** Each remark once, with the materials it is about: a thousand molecules without a band structure are one line. */
export function remarkLines(materials: readonly PlannedMaterial[]): string[] {
  const labels = new Map<string, string[]>();
  for (const { label, remarks } of materials) {
    for (const remark of remarks) {
      const about = labels.get(remark);
      if (about) about.push(label);
      else labels.set(remark, [label]);
    }
  }
  const lines = [...labels].map(([remark, about]) => `remark: ${oneLine(remark, 200)} (${named(about)})`);
  const more = lines.length - mostTold;
  if (more <= 0) return lines;
  return [
    ...lines.slice(0, mostTold),
    `... and ${more} more remarks, all in the JSON of crystalq plan --json`,
  ];
}

function named(labels: readonly string[]): string {
  const shown = labels.slice(0, mostNamed).map((label) => oneLine(label, 40));
  const more = labels.length - shown.length;
  return [...shown, ...(more > 0 ? [`${more} more`] : [])].join(', ');
}
