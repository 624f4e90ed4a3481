import { builtInEnvironments, builtInSource } from '../../../src/config/built-in.js';
import { schema, schemaVersion } from '../../../src/config/schema.js';
import type { SchemaNode, Setting } from '../../../src/config/setting.js';
import { variables } from '../../../src/config/text-sources.js';
import { code, renderPage, renderTable } from './markdown.js';

export async function renderConfigurationPage(): Promise<string> {
  return renderPage('Configuration', 'the schema (`src/config/schema.ts`)', [
    introduction,
    '## An example',
    `\`\`\`yaml\n${exampleFile}\`\`\``,
    '## Keys',
    'Keys marked *live* are taken by a running worker on SIGHUP; all others need a restart. A broken file is refused as a' +
      ' whole, and the worker goes on with what it has.',
    ...sections(schema, []).flatMap(({ path, doc, rows }) => [
      `### ${path.join('.') || 'Top level'}`,
      ...(path.length > 0 ? [`${capital(doc)}.`] : []),
      renderTable(['key', 'default', 'allowed', 'meaning'], rows),
    ]),
    '## Built in',
    'Step types not listed take `default`. The `rehearsal` profile asks for 1 task, 256 MiB and 600 s whatever the step.',
    await yamlBlock({ workflow: (builtInSource('~/.local/share').tree as { workflow: unknown }).workflow }),
    'What an environment changes by itself:',
    await yamlBlock({ environments: builtInEnvironments }),
    '## Variables',
    'Every key outside of the maps has a variable. Lists are separated by commas; `null` and an empty text stand for null.',
    renderTable(
      ['variable', 'key'],
      variables().map(({ name, path }) => [code(name), code(path.join('.'))]),
    ),
  ]);
}

const introduction = `Values come from layers, the weakest first; a stronger one wins key by key, maps are merged, lists are replaced:

1. built-in defaults
2. the site file: \`/etc/crystalq/config.yaml\`, or what \`CRYSTALQ_SITE_CONFIG\` names
3. the environment (development, testing or production): what is built in for it, then the section \`environments.<name>\` and the file \`config.<name>.yaml\` of the site, then those of the user
4. the user file: \`~/.config/crystalq/config.yaml\` (or below \`XDG_CONFIG_HOME\`), or what \`CRYSTALQ_CONFIG\` or \`--config\` names
5. \`CRYSTALQ_*\` variables
6. \`--set key=value\`

\`crystalq config show --origin\` tells every value and where it comes from, file and line. \`crystalq config check FILE\` tells all faults of a file at once. Unknown keys are faults.

Files carry \`schemaVersion: ${schemaVersion}\`. A file of an older version is read all the same, with a remark on what has moved; a newer one is refused. Without the key a file is taken to be of today.`;

/** A test reads it as a user file. */
export const exampleFile = `schemaVersion: ${schemaVersion}
cluster: hpcc                     # the profile of batches that name none
paths:
  workDir: /scratch/me/crystalq   # the nodes must see it
clusters:
  hpcc:
    modules: [CRYSTAL/23]
    loginShell: true
    launcher: mpirun -n {tasks}
    crystalBinary: $EBROOTCRYSTAL/bin/Pcrystal
    propertiesBinary: $EBROOTCRYSTAL/bin/Pproperties
    scratch: [$SCRATCH/crystalq, $TMPDIR]
    resources:
      default: {account: my_group}
      OPT: {tasks: 32, memoryMiB: 160G, walltimeSeconds: 7-00:00:00}
    limits: {maxQueued: 250}
`;

interface Section {
  readonly path: readonly string[];
  readonly doc: string;
  readonly rows: readonly (readonly string[])[];
}

/** A section per group, its settings as rows, then the sections below it. */
function sections(node: SchemaNode, path: readonly string[]): Section[] {
  if (node.node === 'setting') return [];
  if (node.node === 'map') {
    const below = [...path, node.placeholder];
    // A map of single values is one row; it gets a heading of its own so that its meaning is told.
    return node.item.node === 'setting'
      ? [{ path, doc: node.doc, rows: [row(node.placeholder, node.item)] }]
      : sections(node.item, below);
  }
  const children = Object.entries(node.keys);
  const rows = children.flatMap(([key, child]) => (child.node === 'setting' ? [row(key, child)] : []));
  return [
    ...(rows.length > 0 ? [{ path, doc: node.doc, rows }] : []),
    ...children.flatMap(([key, child]) => sections(child, [...path, key])),
  ];
}

const row = (key: string, setting: Setting<unknown>): string[] => [
  code(key),
  code(tellInitial(key, setting)),
  setting.kind.allowed,
  [setting.doc, setting.live ? '*live*' : '', setting.secret ? '*secret*' : ''].filter(Boolean).join('; '),
];

/** Defaults that hang on the user's home have their place in built-in.ts. */
const derived: Readonly<Record<string, string>> = {
  dataDir: '~/.local/share/crystalq',
  workDir: '<paths.dataDir>/work',
};

const tellInitial = (key: string, { initial }: Setting<unknown>): string => derived[key] ?? JSON.stringify(initial);

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

async function yamlBlock(value: unknown): Promise<string> {
  const { stringify } = await import('yaml');
  return '```yaml\n' + stringify(value) + '```';
}
