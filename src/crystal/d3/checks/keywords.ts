import { namedKeywords } from '../keyword-names.js';
import type { ParentRun } from '../parent-run.js';
import { error, warning, when, type Remark } from '../../finding.js';

const openShellOnly = new Set(['ANISOTRO', 'ISOTROPIC', 'POLSPIN']);

export function keywordRemarks(keyword: string, run: ParentRun | undefined): readonly Remark[] {
  return [
    ...when(
      !namedKeywords.has(keyword),
      warning(
        'keyword-unknown',
        `${keyword} is not among the keywords of the properties program that crystalq knows`,
        'check its spelling; its records are kept as they stand',
      ),
    ),
    ...openShellRemarks(keyword, run),
  ];
}

/** Spin properties of a closed shell. */
export const openShellRemarks = (keyword: string, run: ParentRun | undefined): readonly Remark[] =>
  when(
    openShellOnly.has(keyword) && run?.shell === 'closed',
    error(
      'open-shell-only',
      `${keyword} needs an open-shell wavefunction, and ${run?.source ?? 'the parent'} is closed shell`,
      `leave ${keyword} out, or run the SP with SPIN`,
    ),
  );
