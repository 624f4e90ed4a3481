import type { Command } from 'commander';
import type { Terminal } from './terminal.js';

/** A command module adds its arguments, options and action to an empty commander command. */
export interface CommandModule {
  readonly define: (command: Command, terminal: Terminal, all: readonly CommandEntry[]) => void;
}

export interface CommandEntry {
  readonly name: string;
  readonly summary: string;
  readonly load: () => Promise<CommandModule>;
}

/** All commands, one file each. Only the module of the command that runs is loaded: starting stays fast. */
export const commands: readonly CommandEntry[] = [
  {
    name: 'plan',
    summary: 'show what a batch would do: graph, decks, core-hours; submits nothing',
    load: () => import('./commands/plan.js'),
  },
  {
    name: 'enqueue',
    summary: 'take structures through a workflow',
    load: () => import('./commands/enqueue.js'),
  },
  {
    name: 'status',
    summary: 'progress of everything, or of one batch',
    load: () => import('./commands/status.js'),
  },
  { name: 'steps', summary: 'list steps', load: () => import('./commands/steps.js') },
  {
    name: 'show',
    summary: 'one material: steps, attempts, results',
    load: () => import('./commands/show.js'),
  },
  {
    name: 'explain',
    summary: 'why a step is where it is, and what happens next',
    load: () => import('./commands/explain.js'),
  },
  { name: 'errors', summary: 'what went wrong, with remedies', load: () => import('./commands/errors.js') },
  { name: 'retry', summary: 'go on where it stopped', load: () => import('./commands/retry.js') },
  {
    name: 'rerun',
    summary: 'start a step and what depends on it anew',
    load: () => import('./commands/rerun.js'),
  },
  { name: 'pause', summary: 'start nothing new', load: () => import('./commands/pause.js') },
  {
    name: 'resume',
    summary: 'take pauses back, and try at once what was refused or met a full disk',
    load: () => import('./commands/resume.js'),
  },
  {
    name: 'resources',
    summary: 'change account, partition, walltime, memory ... of steps that are not submitted yet',
    load: () => import('./commands/resources.js'),
  },
  { name: 'cancel', summary: 'end steps, in the scheduler too', load: () => import('./commands/cancel.js') },
  {
    name: 'priority',
    summary: 'let a batch go before or after others',
    load: () => import('./commands/priority.js'),
  },
  { name: 'worker', summary: 'serve the queues', load: () => import('./commands/worker.js') },
  {
    name: 'dashboard',
    summary: 'serve the web pages with Bull Board',
    load: () => import('./commands/dashboard.js'),
  },
  { name: 'up', summary: 'Redis, worker and dashboard together', load: () => import('./commands/up.js') },
  {
    name: 'demo',
    summary: 'the examples through a whole workflow, with rehearsal programs',
    load: () => import('./commands/demo.js'),
  },
  {
    name: 'doctor',
    summary: 'check this installation; every finding with a remedy',
    load: () => import('./commands/doctor.js'),
  },
  {
    name: 'backup',
    summary: 'copy the store to a file while work goes on, or check such a copy',
    load: () => import('./commands/backup.js'),
  },
  {
    name: 'config',
    summary: 'show, read and check the configuration',
    load: () => import('./commands/config.js'),
  },
  {
    name: 'completion',
    summary: 'print a completion script for bash, zsh or fish',
    load: () => import('./commands/completion.js'),
  },
  {
    name: 'structure',
    summary: 'tell what a structure file holds: cell, symmetry, atoms, how CRYSTAL will see it',
    load: () => import('./commands/structure.js'),
  },
  { name: 'd12', summary: 'write the .d12 deck of a structure', load: () => import('./commands/d12.js') },
  { name: 'd3', summary: 'write the .d3 deck of a property step', load: () => import('./commands/d3.js') },
  {
    name: 'check',
    summary: 'check decks before they cost core-hours',
    load: () => import('./commands/check.js'),
  },
  { name: 'parse', summary: 'read CRYSTAL outputs into JSON', load: () => import('./commands/parse.js') },
  {
    name: 'export',
    summary: 'write the final geometry of an output as CIF, XYZ, fort.34 or POSCAR',
    load: () => import('./commands/export.js'),
  },
];
