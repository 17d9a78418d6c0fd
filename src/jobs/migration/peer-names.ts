/** The name under which a legacy thread was shown, which a paginated one is to keep (spec: migration §8). */

import { readNameIndex } from '../../rollout/read-name-index.js';
import { type PeerMode, readPeerModes } from '../../store/peer/peer-history-mode.js';

export class PeerNames {
  readonly #names: ReadonlyMap<string, string>;
  readonly #modes: ReadonlyMap<string, PeerMode>;

  /** Reads the index of names and Codex's index of a home once. */
  constructor(home: string) {
    this.#names = readNameIndex(home);
    this.#modes = readPeerModes(home);
  }

  /**
   * The title that Codex shows for legacy threads, unless that is only the first message; else the index of names, which also comes before
   * a title that nobody set.
   */
  of(threadId: string): string | null {
    const entry = this.#modes.get(threadId);
    const title = entry?.title.trim() ?? '';
    const indexed = this.#names.get(threadId) ?? null;
    if (title === '') return indexed;
    return entry?.hasGuardianTitle ? (indexed ?? title) : title;
  }

  /** Codex's index has to be told of a thread that is paginated: its mode, or the name that it lost. */
  needsRepair(threadId: string): boolean {
    const entry = this.#modes.get(threadId);
    if (entry === undefined) return false;
    return (
      entry.historyMode !== 'paginated' || ((entry.name ?? '').trim() === '' && this.of(threadId) !== null)
    );
  }
}
