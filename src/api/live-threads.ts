/** The threads that this process writes: each once, so that all who write a thread here share one handle. */
import type { SessionMeta } from '../events/record/session-meta.js';
import { findDescendants } from '../store/thread-descendants.js';
import type { LiveThread } from './live-thread.js';
import { openLiveThread } from './open-live-thread.js';
import type { ThreadStoreContext } from './thread-store-options.js';
import type { OpenThreads } from './thread-upkeep.js';

/** A thread that was started here. */
interface Started {
  live: LiveThread;
  /** Kept for reads until the first record is on disk. */
  meta: SessionMeta | null;
}

/** Opens threads for writing, and knows them until they are closed. */
export class LiveThreads implements OpenThreads {
  readonly #context: ThreadStoreContext;
  readonly #threads = new Map<string, Started>();

  constructor(context: ThreadStoreContext) {
    this.#context = context;
  }

  /** The handle of a thread that is open here. */
  find(threadId: string): LiveThread | null {
    return this.#threads.get(threadId)?.live ?? null;
  }

  /** The first record of a thread that was started here, whether or not anything of it is on disk. */
  metaOf(threadId: string): SessionMeta | null {
    return this.#threads.get(threadId)?.meta ?? null;
  }

  /** Starts a thread of which nothing is on disk before something is appended. */
  start(home: string, meta: SessionMeta): LiveThread {
    return this.#keep(meta.id, meta, (onClosed) =>
      openLiveThread({ ...this.#context, home, meta, onClosed }),
    );
  }

  /** Opens a thread that is there; one that is open here already is the same handle again. */
  open(threadId: string): LiveThread {
    const known = this.find(threadId);
    if (known) return known;
    return this.#keep(threadId, null, (onClosed) => openLiveThread({ ...this.#context, threadId, onClosed }));
  }

  async close(threadId: string): Promise<void> {
    await this.find(threadId)?.close();
  }

  async closeAll(): Promise<void> {
    for (const { live } of [...this.#threads.values()]) await live.close();
  }

  write(threadId: string): void {
    const live = this.find(threadId);
    if (live !== null && !live.written) live.flush();
  }

  unwrittenBelow(threadId: string): string[] {
    const below = new Set([threadId, ...findDescendants(this.#context.database.reader, threadId)]);
    // A sub-agent is started after its parent, and so comes after it here.
    return [...this.#threads.values()].flatMap(({ live, meta }) => {
      if (meta === null || live.written || !below.has(meta.parent_thread_id ?? '')) return [];
      below.add(live.threadId);
      return [live.threadId];
    });
  }

  #keep(threadId: string, meta: SessionMeta | null, open: (onClosed: () => void) => LiveThread): LiveThread {
    const live = open(() => this.#threads.delete(threadId));
    this.#threads.set(threadId, { live, meta });
    return live;
  }
}
