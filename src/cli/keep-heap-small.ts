/** How much memory the program takes for itself; a library leaves that to its program. */
import { setFlagsFromString } from 'node:v8';

/**
 * Has V8 collect garbage before the heap has grown far: decoding a log makes hundreds of megabytes of it, and what is live at
 * any time is a few. Costs some percent of processor time and saves a third of the memory. To be called before anything else
 * is loaded.
 */
export function keepHeapSmall(): void {
  // How much the old generation may grow between two collections, in percent of what is live.
  setFlagsFromString('--heap-growing-percent=50');
}
