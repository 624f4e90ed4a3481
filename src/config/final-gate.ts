import convict from 'convict';
import type { Config } from './config.js';
import { schema } from './schema.js';
import type { SchemaNode, Setting } from './setting.js';

interface ConvictTree {
  [key: string]: ConvictTree | convict.SchemaObj<unknown>;
}

/**
 * The merged values as convict holds them: its schema is made from ours, and its strict validation is the last gate
 * before anything connects. Layers, origins and the places of faults are beyond it; they are settled before.
 */
export function passGate(values: unknown): Config {
  const holder = convict<Record<string, unknown>>(convictGroup(schema.keys), {
    env: {},
    args: [],
  });
  holder.load(values).validate({ allowed: 'strict' });
  return deepFreeze(holder.getProperties()) as Config;
}

function convictGroup(keys: Readonly<Record<string, SchemaNode>>): ConvictTree {
  return Object.fromEntries(Object.entries(keys).map(([key, node]) => [key, convictNode(node)]));
}

function convictNode(node: SchemaNode): ConvictTree | convict.SchemaObj<unknown> {
  switch (node.node) {
    case 'setting':
      return convictSetting(node);
    case 'group':
      return convictGroup(node.keys);
    case 'map':
      // Its names are the user's; every item was read when its file was.
      return { doc: node.doc, default: {}, format: Object };
  }
}

const convictSetting = (node: Setting<unknown>): convict.SchemaObj<unknown> => ({
  doc: node.doc,
  default: node.initial,
  format: (value: unknown) => void node.kind.read(value),
  sensitive: node.secret !== undefined,
});

function deepFreeze(value: unknown): unknown {
  if (typeof value === 'object' && value !== null) {
    Object.values(value).forEach(deepFreeze);
    Object.freeze(value);
  }
  return value;
}
