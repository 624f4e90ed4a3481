import { unknownKey } from './unknown-key.js';
import { schema } from './schema.js';
import type { SchemaNode, Setting } from './setting.js';

/** The setting at a path, or what is wrong with the path. */
export function findSetting(path: readonly string[]): Setting<unknown> | string {
  const node = findNode(path);
  if (typeof node === 'string' || node.node === 'setting') return node;
  return 'this is a section; name one of its keys';
}

/** What the schema says of a path, or what is wrong with the path. */
export function findNode(path: readonly string[]): SchemaNode | string {
  let node: SchemaNode = schema;
  for (const key of path) {
    if (node.node === 'setting') return 'there is no such key';
    if (node.node === 'map') {
      node = node.item;
      continue;
    }
    const child: SchemaNode | undefined = Object.hasOwn(node.keys, key) ? node.keys[key] : undefined;
    if (!child) return unknownKey(key, Object.keys(node.keys));
    node = child;
  }
  return node;
}
