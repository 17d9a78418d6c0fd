/** The names in a home's `session_index.jsonl`, read again when its file changed. Only ever read here. */
import { statSync } from 'node:fs';
import { nameIndexPath, readNameIndex } from '../../rollout/read-name-index.js';

export class NameIndex {
  readonly home: string;
  #seen = '';
  #names = new Map<string, string>();

  constructor(home: string) {
    this.home = home;
  }

  /**
   * Reads the index again if its file changed.
   *
   * @returns the threads whose name is another than before
   */
  refresh(): string[] {
    const stat = statSync(nameIndexPath(this.home), { throwIfNoEntry: false });
    const stamp = stat ? `${stat.ino}:${stat.size}:${stat.mtimeMs}` : '';
    if (stamp === this.#seen) return [];
    this.#seen = stamp;
    const before = this.#names;
    this.#names = readNameIndex(this.home);
    return [...this.#names].flatMap(([id, name]) => (before.get(id) === name ? [] : [id]));
  }

  find(threadId: string): string | null {
    return this.#names.get(threadId) ?? null;
  }
}
