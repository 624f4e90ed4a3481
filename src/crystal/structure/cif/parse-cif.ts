import { CrystalqError } from '../../../errors/crystalq-error.js';
import { tokenizeCif, type CifToken } from './tokenize-cif.js';

export interface CifValue {
  readonly text: string;
  readonly line: number;
}

/** One data block. Tags are in lower case with `_` for the `.` of newer dictionaries. */
export interface CifBlock {
  readonly name: string;
  readonly fileName: string;
  readonly line: number;
  /** Every tag with its values in order; `undefined` for `?` and `.`. A tag outside loops has one value. */
  readonly columns: ReadonlyMap<string, readonly (CifValue | undefined)[]>;
  /** Tags given more than once outside loops, with other values each time. */
  readonly contradictions: ReadonlySet<string>;
}

interface OpenBlock extends CifBlock {
  readonly columns: Map<string, (CifValue | undefined)[]>;
  readonly contradictions: Set<string>;
}

/** The data blocks of a CIF. Save frames (dictionaries) are passed over. Throws CIF_UNREADABLE with file:line. */
export function parseCif(text: string, fileName: string): readonly CifBlock[] {
  const tokens = tokenizeCif(text, fileName);
  const blocks: OpenBlock[] = [];
  let block: OpenBlock | undefined;
  let inSaveFrame = false;
  for (let at = 0; at < tokens.length;) {
    const token = tokens[at] as CifToken;
    if (token.kind === 'data') {
      block = openBlock(token, fileName);
      blocks.push(block);
      inSaveFrame = false;
      at += 1;
    } else if (token.kind === 'save') {
      inSaveFrame = token.text.length > 5;
      at += 1;
    } else if (!block) {
      throw unreadable(fileName, token.line, `"${excerpt(token.text)}" stands before the first data_ line`);
    } else {
      const into = inSaveFrame ? openBlock(token, fileName) : block;
      at = token.kind === 'loop' ? readLoop(tokens, at, into) : readItem(tokens, at, into);
    }
  }
  return blocks;
}

function openBlock(token: CifToken, fileName: string): OpenBlock {
  const name = token.text.slice(5);
  return { name, fileName, line: token.line, columns: new Map(), contradictions: new Set() };
}

function readItem(tokens: readonly CifToken[], at: number, block: OpenBlock): number {
  const tag = tokens[at] as CifToken;
  if (tag.kind !== 'tag') {
    throw unreadable(block.fileName, tag.line, `value "${excerpt(tag.text)}" has no tag`);
  }
  const next = tokens[at + 1];
  if (!next || !isValue(next)) {
    throw unreadable(block.fileName, tag.line, `tag ${excerpt(tag.text)} has no value`);
  }
  const name = normalTag(tag.text);
  const value = valueOf(next);
  const known = block.columns.get(name);
  if (known && (known.length !== 1 || known[0]?.text !== value?.text)) block.contradictions.add(name);
  if (!known) block.columns.set(name, [value]);
  return at + 2;
}

function readLoop(tokens: readonly CifToken[], at: number, block: OpenBlock): number {
  const { line } = tokens[at] as CifToken;
  const columns: (CifValue | undefined)[][] = [];
  const tags: string[] = [];
  let i = at + 1;
  for (let tag = tokens[i]; tag?.kind === 'tag'; tag = tokens[++i]) {
    tags.push(normalTag(tag.text));
    columns.push([]);
  }
  if (tags.length === 0) throw unreadable(block.fileName, line, 'loop_ without tags');
  let count = 0;
  for (let token = tokens[i]; token && isValue(token); token = tokens[++i]) {
    columns[count % tags.length]?.push(valueOf(token));
    count += 1;
  }
  if (count % tags.length !== 0) {
    const what = `loop of ${tags.length} columns (${tags[0] ?? ''}, ...) has ${count} values: the last row is incomplete`;
    throw unreadable(block.fileName, line, what);
  }
  tags.forEach((tag, index) => {
    if (block.columns.has(tag)) block.contradictions.add(tag);
    else block.columns.set(tag, columns[index] ?? []);
  });
  return i;
}

const isValue = (token: CifToken): boolean => token.kind === 'value' || token.kind === 'string';

function valueOf(token: CifToken): CifValue | undefined {
  if (token.kind === 'value' && (token.text === '?' || token.text === '.')) return undefined;
  return { text: token.text.trim(), line: token.line };
}

const normalTag = (tag: string): string => tag.toLowerCase().replaceAll('.', '_');

const excerpt = (text: string): string => (text.length > 40 ? `${text.slice(0, 40)}...` : text);

const unreadable = (fileName: string, line: number, what: string): CrystalqError =>
  new CrystalqError('CIF_UNREADABLE', `${fileName}:${line}: ${what}`, { details: { fileName, line } });
