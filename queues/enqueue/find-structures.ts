import { stat } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { glob } from 'tinyglobby';
import { CrystalqError } from '../../src/errors/crystalq-error.js';

export type SourceFormat = 'cif' | 'd12' | 'fort34' | 'xyz';

export interface StructureFile {
  readonly path: string;
  /** For messages: as short as the user would name it. */
  readonly name: string;
  readonly format: SourceFormat;
}

const formats: Readonly<Record<string, SourceFormat>> = {
  cif: 'cif',
  d12: 'd12',
  gui: 'fort34',
  f34: 'fort34',
  xyz: 'xyz',
};

/**
 * Files, folders (searched through) and patterns, relative to `base`, as structure files in the order of their names.
 * A file that is named is taken by its ending; in folders other files are passed over.
 */
export async function findStructures(paths: readonly string[], base: string): Promise<StructureFile[]> {
  const found = new Map<string, StructureFile>();
  for (const given of paths) {
    const path = resolve(base, given);
    const kind = await kindOf(path);
    const files =
      kind === 'file' ? [path] : kind === 'folder' ? await inFolder(path) : await byPattern(given, base);
    for (const file of files) {
      const format = formatOf(file);
      if (format) found.set(file, { path: file, name: nameOf(file, base, path), format });
      else if (kind === 'file') throw unknownEnding(given);
    }
  }
  if (found.size === 0) {
    throw new CrystalqError('INPUT_NOT_FOUND', `No structure files in ${paths.join(', ')}.`, {
      hint: whatIsRead,
    });
  }
  return [...found.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** Below `base` as seen from there; else from the folder that holds what the user named. */
function nameOf(file: string, base: string, given: string): string {
  const inside = relative(base, file);
  if (!leadsOut(inside)) return inside;
  const fromGiven = relative(dirname(given), file);
  return leadsOut(fromGiven) ? file : fromGiven;
}

const leadsOut = (way: string): boolean => way === '..' || way.startsWith('../');

function formatOf(path: string): SourceFormat | undefined {
  const name = basename(path).toLowerCase();
  if (name === 'fort.34') return 'fort34';
  return formats[name.slice(name.lastIndexOf('.') + 1)];
}

async function kindOf(path: string): Promise<'file' | 'folder' | 'none'> {
  try {
    return (await stat(path)).isDirectory() ? 'folder' : 'file';
  } catch {
    // Not there under this very name: it may be a pattern.
    return 'none';
  }
}

const inFolder = (folder: string): Promise<string[]> =>
  glob(['**/*'], { cwd: folder, absolute: true, onlyFiles: true, followSymbolicLinks: false });

async function byPattern(pattern: string, base: string): Promise<string[]> {
  const files = /[*?[{]/.test(pattern)
    ? await glob([pattern], { cwd: base, absolute: true, onlyFiles: true })
    : [];
  if (files.length === 0) {
    throw new CrystalqError(
      'INPUT_NOT_FOUND',
      `There is no file, folder or match for "${pattern}" in ${join(base, '.')}.`,
    );
  }
  return files;
}

const whatIsRead = `Structure files end in ${Object.keys(formats)
  .map((ending) => `.${ending}`)
  .join(', ')}; \`crystalq export FILE --to cif -o NAME.cif\` makes one of a POSCAR.`;

const unknownEnding = (path: string): CrystalqError =>
  new CrystalqError('INPUT_NOT_FOUND', `"${path}" is no structure file by its name.`, {
    hint: whatIsRead,
  });
