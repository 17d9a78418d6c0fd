/** What the indexes in all homes say of threads: Codex's own database and its index of names, read again when they changed. */
import { NameIndex } from './name-index.js';
import { PeerIndex } from './peer-index.js';
import type { PeerThread } from './thread-row.js';

export class HomeIndexes {
  readonly #peers: PeerIndex[];
  readonly #names: NameIndex[];

  /** Nothing is read before the first `refresh`. */
  constructor(homes: readonly string[]) {
    this.#peers = homes.map((home) => new PeerIndex(home));
    this.#names = homes.map((home) => new NameIndex(home));
  }

  /** @returns the threads of which an index says something else than before */
  refresh(): string[] {
    return [...this.#peers, ...this.#names].flatMap((index) => index.refresh());
  }

  /** What Codex's own database knows of a thread; the home that was named first knows best. */
  peer(threadId: string): PeerThread | null {
    return this.#peers.map((index) => index.find(threadId)).find((found) => found !== null) ?? null;
  }

  /** The home of the current rollout knows best: others can be older copies of it. */
  name(threadId: string, home: string): string | null {
    const names = [...this.#names].sort((a, b) => Number(b.home === home) - Number(a.home === home));
    return names.map((index) => index.find(threadId)).find((name) => name !== null) ?? null;
  }
}
