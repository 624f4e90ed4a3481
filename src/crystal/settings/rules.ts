import type { z } from 'zod';
import {
  correlationFunctionals,
  exchangeFunctionals,
  findFunctional,
  functionals,
} from '../d12/tables/functionals.js';
import { isGiven } from './given.js';
import { normalizeBasisName } from '../d12/tables/basis-coverage.js';

/** The part of a settings patch that has rules between its keys. */
interface Ruled {
  readonly method?:
    | {
        readonly functional?: string | undefined;
        readonly exchange?: string | null | undefined;
        readonly correlation?: string | null | undefined;
        readonly dispersion?: unknown;
      }
    | undefined;
  readonly basis?:
    | { readonly internal?: string | null | undefined; readonly external?: string | null | undefined }
    | undefined;
  readonly spin?:
    | { readonly shell?: string | undefined; readonly lock?: unknown; readonly atoms?: object | undefined }
    | undefined;
  readonly scf?: { readonly levelShift?: unknown; readonly accelerator?: string | undefined } | undefined;
  readonly frequencies?:
    | {
        readonly intensities?: string | undefined;
        readonly raman?: boolean | undefined;
        readonly ramanSpectrum?: boolean | undefined;
        readonly irSpectrum?: boolean | undefined;
      }
    | undefined;
}

interface Fault {
  readonly path: string[];
  readonly message: string;
}

/** Rules between settings, as far as the keys given tell: all faults, not the first. */
export function tellFaults(settings: Ruled, context: z.RefinementCtx): void {
  for (const { path, message } of [
    ...methodFaults(settings),
    ...basisFaults(settings),
    ...spinFaults(settings),
    ...scfFaults(settings),
    ...frequencyFaults(settings),
  ]) {
    context.addIssue({ code: 'custom', path, message });
  }
}

function methodFaults({ method }: Ruled): Fault[] {
  const fault = (key: string, message: string): Fault => ({ path: ['method', key], message });
  const { functional, exchange, correlation } = method ?? {};
  if (functional?.toLowerCase() === 'custom' && !isGiven(exchange) && !isGiven(correlation)) {
    return [fault('functional', 'custom needs exchange or correlation beside it')];
  }
  const faults = functional === undefined ? [] : functionalFaults(functional, method?.dispersion, fault);
  if (isGiven(exchange) && !exchangeFunctionals.includes(exchange.toUpperCase())) {
    faults.push(fault('exchange', `one of ${exchangeFunctionals.join(', ')}`));
  }
  if (isGiven(correlation) && !correlationFunctionals.includes(correlation.toUpperCase())) {
    faults.push(fault('correlation', `one of ${correlationFunctionals.join(', ')}`));
  }
  return faults;
}

function functionalFaults(
  name: string,
  dispersion: unknown,
  fault: (key: string, message: string) => Fault,
): Fault[] {
  if (/^(HF|custom)$/i.test(name)) return [];
  if (/-D3$/i.test(name)) return [fault('functional', `write "${name.slice(0, -3)}" and dispersion: D3`)];
  const functional = findFunctional(name);
  if (functional === undefined) {
    return [fault('functional', `"${name}" is no functional of CRYSTAL; near it: ${similar(name)}`)];
  }
  if (functional.family === 'composite' && dispersion !== undefined && dispersion !== 'none') {
    return [fault('dispersion', `${functional.keyword} carries its own dispersion correction; use none`)];
  }
  if (functional.family !== 'composite' && dispersion === 'D3' && functional.d3 === undefined) {
    return [
      fault(
        'dispersion',
        `CRYSTAL has no D3 parameters for ${functional.keyword}; give a block with version`,
      ),
    ];
  }
  return [];
}

function basisFaults({ method, basis }: Ruled): Fault[] {
  const { internal, external } = basis ?? {};
  const faults: Fault[] = [];
  if (isGiven(internal) && isGiven(external)) {
    faults.push({ path: ['basis'], message: 'either internal or external, not both' });
  }
  const composite = method?.functional === undefined ? undefined : findFunctional(method.functional);
  if (composite?.basis === undefined) return faults;
  const message = `${composite.keyword} is defined with ${composite.basis}`;
  if (isGiven(internal) && normalizeBasisName(internal) !== normalizeBasisName(composite.basis)) {
    faults.push({ path: ['basis', 'internal'], message });
  }
  if (isGiven(external)) faults.push({ path: ['basis', 'external'], message });
  return faults;
}

function spinFaults({ spin }: Ruled): Fault[] {
  if (spin?.shell !== 'closed') return [];
  const faults: Fault[] = [];
  if (isGiven(spin.lock)) faults.push({ path: ['spin', 'lock'], message: 'a closed shell has no SPINLOCK' });
  if (spin.atoms !== undefined && Object.keys(spin.atoms).length > 0) {
    faults.push({ path: ['spin', 'atoms'], message: 'a closed shell has no ATOMSPIN' });
  }
  return faults;
}

function scfFaults({ scf }: Ruled): Fault[] {
  if (!isGiven(scf?.levelShift) || scf?.accelerator === undefined || scf.accelerator === 'NODIIS') return [];
  return [
    {
      path: ['scf', 'levelShift'],
      message: `${scf.accelerator} switches LEVSHIFT off; use accelerator NODIIS`,
    },
  ];
}

function frequencyFaults({ frequencies }: Ruled): Fault[] {
  const faults: Fault[] = [];
  const fault = (key: string, message: string): void =>
    void faults.push({ path: ['frequencies', key], message });
  const { intensities, raman, ramanSpectrum, irSpectrum } = frequencies ?? {};
  if (raman === true && intensities !== undefined && intensities !== 'INTCPHF') {
    fault('raman', 'Raman intensities need intensities: INTCPHF');
  }
  if (ramanSpectrum === true && raman === false) fault('ramanSpectrum', 'a Raman spectrum needs raman: true');
  if (irSpectrum === true && intensities === 'none')
    fault('irSpectrum', 'an infrared spectrum needs intensities');
  return faults;
}

/** Names that share the letters of the beginning, for the message. */
function similar(name: string): string {
  const letters = name
    .toUpperCase()
    .replace(/[^A-Z0-9]/g, '')
    .slice(0, 3);
  const near = functionals
    .map(({ keyword }) => keyword)
    .filter((keyword) => keyword.replace(/-/g, '').includes(letters));
  return (near.length > 0 ? near : ['PBE', 'PBE0', 'B3LYP', 'HSE06']).slice(0, 8).join(', ');
}
