/** How files are opened that were looked at before. */

import { constants } from 'node:fs';

/** A link put in the file's place after the look must not be followed, nor a pipe waited for; 0 on Windows. */
export const OPEN_TO_READ = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);
