import { loadCommandShapes } from '../command-shapes.js';
import { commands } from '../commands.js';
import { processTerminal } from '../terminal.js';
import { renderCommandsPage } from './commands-page.js';
import { renderConfigurationPage } from './configuration-page.js';
import { renderErrorsPage } from './errors-page.js';
import { renderFailuresPage } from './failures-page.js';
import { renderPropertiesPage } from './properties-page.js';
import { renderStatesPage } from './states-page.js';

/** The pages of docs/ that say what code says, by file name. A test holds the files against them. */
export async function renderPrintedDocs(): Promise<Record<string, string>> {
  return {
    'commands.md': renderCommandsPage(await loadCommandShapes(commands, processTerminal())),
    'configuration.md': await renderConfigurationPage(),
    'errors.md': renderErrorsPage(),
    'failures.md': renderFailuresPage(),
    'properties.md': renderPropertiesPage(),
    'states.md': renderStatesPage(),
  };
}
