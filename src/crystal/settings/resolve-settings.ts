import { CrystalqError } from '../../errors/crystalq-error.js';
import { findFunctional } from '../d12/tables/functionals.js';
import { faultsOfPatch } from './check-patch.js';
import { isGiven } from './given.js';
import { defaultSettings, frequencyTolerances, presets, tightness, type CrystalTask } from './presets.js';
import { CalculationSettings, SettingsPatch } from './settings.js';

/**
 * Checks what a file or recipe says.
 * @throws SETTINGS_INVALID naming every fault, each with its key.
 */
export function parseSettingsPatch(raw: unknown, where: string): SettingsPatch {
  const faults = faultsOfPatch(raw).map(
    ([key, message]) => `${key === '' ? where : `${where}.${key}`}: ${message}`,
  );
  if (faults.length === 0) return SettingsPatch.parse(raw);
  throw new CrystalqError('SETTINGS_INVALID', faults.join('\n'), { details: { where, faults } });
}

/** Complete settings: defaults, level, what the task needs, preset, patches; the later one wins. */
export function resolveSettings(
  task: CrystalTask,
  ...patches: readonly SettingsPatch[]
): CalculationSettings {
  const said = mergePatches(...patches);
  const asked = said.preset === undefined ? said : mergePatches(presets[said.preset], said);
  const level = tightness[asked.level ?? 'standard'];
  const forTask = task === 'FREQ' ? frequencyTolerances : {};
  const { level: _level, preset: _preset, ...patch } = mergePatches(level, forTask, implied(asked), asked);
  return CalculationSettings.parse(merge(defaultSettings, patch));
}

/** One patch that says what all say, later ones over earlier ones. */
export function mergePatches(...patches: readonly SettingsPatch[]): SettingsPatch {
  return patches.reduce<SettingsPatch>((all, patch) => merge(all, patch), {});
}

/** A composite method brings its basis set and no -D3; a functional without parameters has no default dispersion. */
function implied({ method, basis, scf, frequencies }: SettingsPatch): SettingsPatch {
  const name = method?.functional;
  const functional = name === undefined ? undefined : findFunctional(name);
  const ownBasis = functional?.basis;
  const withoutD3 = name !== undefined && functional?.d3 === undefined;
  return {
    ...(withoutD3 ? { method: { dispersion: 'none' as const } } : {}),
    ...(ownBasis === undefined ? {} : { basis: { internal: ownBasis } }),
    ...(isGiven(basis?.external) ? { basis: { internal: null } } : {}),
    ...(isGiven(scf?.levelShift) ? { scf: { accelerator: 'NODIIS' as const } } : {}),
    ...(frequencies?.raman === true ? { frequencies: { intensities: 'INTCPHF' as const } } : {}),
  };
}

/** What a file says with what the command line says over it, before either is checked. */
export const mergeRaw = (file: object, options: object): object => merge(file, options);

/** A group of settings with what a patch says of it. */
export function withDefaults<Group extends object>(group: Group, patch: Partial<Group> | undefined): Group {
  return merge(group, patch ?? {});
}

type Plain = Readonly<Record<string, unknown>>;

/** Groups are merged key by key, everything below them is replaced as a whole. */
function merge<Into extends object>(into: Into, patch: object): Into {
  const merged = new Map<string, unknown>(Object.entries(into));
  for (const [key, value] of Object.entries(patch)) {
    if (value === undefined) continue;
    const before = merged.get(key);
    merged.set(key, isPlain(before) && isPlain(value) ? { ...before, ...definedOf(value) } : value);
  }
  // The same keys with values of the same kind: both sides were checked by the schema.
  return Object.fromEntries(merged) as Into;
}

const definedOf = (value: Plain): Plain =>
  Object.fromEntries(Object.entries(value).filter(([, part]) => part !== undefined));

function isPlain(value: unknown): value is Plain {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
