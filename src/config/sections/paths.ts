import { localPath } from '../kinds.js';
import { group, setting } from '../setting.js';

/** The defaults hang on the user's home; they are set in built-in.ts. */
export const pathsSection = group(
  'folders of this machine; relative ones start at the file that names them',
  {
    workDir: setting(
      localPath(),
      '',
      'run folders of all calculations; on a file system that the nodes see',
      {
        variable: 'CRYSTALQ_WORK_DIR',
      },
    ),
    dataDir: setting(localPath(), '', 'store, Redis socket, tokens and logs; only the user can enter it', {
      variable: 'CRYSTALQ_DATA_DIR',
    }),
  },
);
