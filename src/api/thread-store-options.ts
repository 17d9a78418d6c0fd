/** What the operations that make and change threads work with; one object for all of them. */

import type { FileSystem } from '../files/file-system.js';
import type { Metrics } from '../metrics/metrics.js';
import type { Projector, ProjectorOptions } from '../projector/projector.js';
import type { Durability } from '../rollout/writing/rollout-writer.js';
import type { ThreadLeases } from './thread-leases.js';
import type { OpenThreads } from './thread-upkeep.js';

export interface ThreadStoreOptions extends ProjectorOptions {
  /** What changes files; the real file system unless told. */
  fs?: FileSystem | undefined;
  durability?: Durability | undefined;
  metrics?: Metrics | undefined;
  /** Named to whoever finds a thread locked. */
  program?: string | undefined;
  /** Written into new threads as the version of what made them. */
  cliVersion?: string | undefined;
  /** Told when rows could not follow an append. */
  onProjectionError?: ((error: unknown) => void) | undefined;
}

/** The same, made ready. */
export interface ThreadStoreContext extends ThreadStoreOptions {
  projector: Projector;
  fs: FileSystem;
  cliVersion: string;
  leases: ThreadLeases;
  /** The threads that are open for writing here; none while the store is being made. */
  openThreads?: OpenThreads | undefined;
  /** A fresh UUID of version 7, sorting after those before it. */
  newId(): string;
}
