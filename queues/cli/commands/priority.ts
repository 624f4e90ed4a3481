import type { Command } from 'commander';
import { setPriority } from '../../actions/priority.js';
import { addConfigOptions, author, withCampaign, type ConfigOptions } from '../session.js';
import type { Terminal } from '../terminal.js';

export function define(command: Command, terminal: Terminal): void {
  addConfigOptions(command)
    .argument('<batch>', 'id of the batch')
    .argument('<priority>', '1 goes first, 100 last')
    .action(async (batch: string, priority: string, options: ConfigOptions) => {
      await withCampaign(options, terminal, async (campaign) => {
        await setPriority(campaign, batch, Number(priority), author(`priority ${priority}`));
        terminal.out.write(`batch ${batch} has priority ${priority}\n`);
      });
    });
}
