/**
 * Who may do what to a thread's files within this process: many may lean on them at once (a fork that is being made), and
 * one alone may move or remove them (archive, unarchive, delete, revert). Other processes are for the writer lock.
 */

/** What was granted; to be released exactly once, later calls do nothing. */
export interface ThreadLease {
  release(): void;
}

interface Waiter {
  exclusive: boolean;
  grant(): void;
}

interface Holders {
  shared: number;
  exclusive: boolean;
  /** In the order they came; nobody overtakes, so that a stream of forks cannot keep a deletion waiting for ever. */
  waiting: Waiter[];
}

/** Leases by thread id. */
export class ThreadLeases {
  readonly #threads = new Map<string, Holders>();

  /** Keeps the thread's files where they are; waits while somebody has them alone, or waits for that. */
  shared(threadId: string): Promise<ThreadLease> {
    return this.#acquire(threadId, false);
  }

  /** Has the thread's files alone; waits for all who hold a lease. */
  exclusive(threadId: string): Promise<ThreadLease> {
    return this.#acquire(threadId, true);
  }

  /** Several threads alone, taken in one order whoever asks, so that two of these never wait for each other. */
  async exclusiveAll(threadIds: Iterable<string>): Promise<ThreadLease> {
    const leases: ThreadLease[] = [];
    for (const threadId of [...new Set(threadIds)].sort()) leases.push(await this.exclusive(threadId));
    return {
      release() {
        for (const lease of leases) lease.release();
      },
    };
  }

  #acquire(threadId: string, exclusive: boolean): Promise<ThreadLease> {
    const holders = this.#threads.get(threadId) ?? { shared: 0, exclusive: false, waiting: [] };
    this.#threads.set(threadId, holders);
    return new Promise((resolve) => {
      holders.waiting.push({ exclusive, grant: () => resolve(this.#lease(threadId, holders, exclusive)) });
      this.#admit(threadId, holders);
    });
  }

  #lease(threadId: string, holders: Holders, exclusive: boolean): ThreadLease {
    let held = true;
    return {
      release: () => {
        if (!held) return;
        held = false;
        if (exclusive) holders.exclusive = false;
        else holders.shared -= 1;
        this.#admit(threadId, holders);
      },
    };
  }

  #admit(threadId: string, holders: Holders): void {
    for (let next = holders.waiting[0]; next !== undefined; next = holders.waiting[0]) {
      if (holders.exclusive || (next.exclusive && holders.shared > 0)) return;
      holders.waiting.shift();
      if (next.exclusive) holders.exclusive = true;
      else holders.shared += 1;
      next.grant();
    }
    if (holders.shared === 0 && !holders.exclusive) this.#threads.delete(threadId);
  }
}
