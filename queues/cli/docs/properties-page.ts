import { propertyCatalogue } from '../../../src/crystal/output/property-catalogue.js';
import { code, renderPage, renderTable } from './markdown.js';

export function renderPropertiesPage(): string {
  const rows = Object.entries(propertyCatalogue).map(([name, { meaning, unit, from }]) => [
    code(name),
    meaning,
    unit || '-',
    from
      .split(' | ')
      .map((line) => code(line))
      .join('<br>'),
  ]);
  return renderPage('Properties read from outputs', '`src/crystal/output/property-catalogue.ts`', [
    'Every property is stored with its unit, the line of the output it comes from and the step it belongs to. What an' +
      ' output does not say is absent: no gap of a conductor, no energy of a run that did not converge, no band edges of the' +
      ' first point where the geometry went on to change. Results of the data files (BAND.DAT, DOSS.DAT, ...) are told' +
      ' on the pages of their steps.',
    renderTable(['property', 'what it is', 'unit', 'from the line'], rows),
    '## The energy trap',
    'Point 1 of an optimisation and a single point print `TOTAL ENERGY` without dispersion and gCP, and the corrected' +
      ' energy on a line of its own; from point 2 on `TOTAL ENERGY` and `OPT END` include both under the same label. `energy`' +
      ' is therefore OPT END of a converged optimisation, else `TOTAL ENERGY + DISP (+ GCP)`, else `TOTAL ENERGY`.' +
      ' Nothing is ever added up.',
  ]);
}
