import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { renderDirectives } from '../../src/scheduler/job-script-directives.js';
import type { JobProfile, JobScriptInput } from '../../src/scheduler/job-script.js';
import type { SubmitRequest } from '../../src/scheduler/scheduler.js';
import type { Resources } from '../../src/workflow/records.js';

export const smallResources: Resources = {
  tasks: 1,
  cpusPerTask: 1,
  nodes: 1,
  memoryMiB: 64,
  walltimeSeconds: 600,
  partition: null,
  account: null,
  qos: null,
};

export const plainProfile: JobProfile = {
  modules: [],
  purgeModules: true,
  environment: {},
  loginShell: false,
  launcher: [],
  crystalBinary: 'true',
  propertiesBinary: 'true',
  scratch: [],
  extraDirectives: [],
};

export const scriptInput = (folder: string, changes: Partial<JobScriptInput> = {}): JobScriptInput => ({
  token: 'k3x9w2ab-0007-OPT-a1',
  folder,
  resources: smallResources,
  profile: plainProfile,
  program: 'crystal',
  outputName: 'OPT.out',
  stage: [],
  keep: [],
  ...changes,
});

let counter = 0;

/** A name no other test, process or run has used: real queues remember. */
export const freshToken = (what: string): string =>
  `${what}-${Date.now().toString(36)}-${process.pid}-${counter++}`;

/** A script with our directives and any body, in a run folder of its own. */
export async function jobWith(
  base: string,
  body: string,
  resources: Partial<Resources> = {},
): Promise<SubmitRequest> {
  const jobName = freshToken('job');
  const folder = join(base, jobName);
  const wanted = { ...smallResources, ...resources };
  return {
    jobName,
    folder,
    scriptPath: await saveScript(
      folder,
      `${renderDirectives(scriptInput(folder, { token: jobName, resources: wanted }))}\n${body}\n`,
    ),
    resources: wanted,
  };
}

export async function saveScript(folder: string, text: string): Promise<string> {
  await mkdir(folder, { recursive: true });
  const path = join(folder, 'job.sh');
  await writeFile(path, text);
  return path;
}
