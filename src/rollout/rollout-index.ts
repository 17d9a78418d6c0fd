/**
 * Knows which rollouts some Codex homes hold, and learns cheaply what came and went: a look costs one stat a folder,
 * and only folders that changed are listed. Whether a known file grew is for its own stat to say.
 */

import { type FolderWatermark, isUnchanged, readWatermark } from './folder-watermark.js';
import { nearFolders } from './near-folders.js';
import { RolloutCatalogue } from './rollout-catalogue.js';
import type { RolloutFile } from './rollout-file.js';
import {
  type FolderListing,
  listRolloutFolder,
  type RefusedPath,
  type RolloutFolder,
  refuseUnreadable,
  rolloutFolders,
} from './rollout-folder.js';

export interface RolloutIndexOptions {
  /** The Codex homes, absolute. */
  homes: readonly string[];
  /** The clock, in Unix milliseconds. */
  now: () => number;
  /** Told of what is passed over, each time its folder is listed. */
  onRefused?: (refused: RefusedPath) => void;
}

/** What a look found. A file that was compressed, expanded or moved is removed there and added here. */
export interface RolloutIndexChange {
  added: RolloutFile[];
  removed: RolloutFile[];
}

interface KnownFolder {
  folder: RolloutFolder;
  watermark: FolderWatermark;
  listing: FolderListing;
}

export class RolloutIndex {
  /** Work done so far: folders stat'ed and folders listed. */
  readonly counts = { stats: 0, listings: 0 };

  readonly #roots: RolloutFolder[];
  readonly #now: () => number;
  readonly #onRefused: (refused: RefusedPath) => void;
  readonly #folders = new Map<string, KnownFolder>();
  readonly #catalogue = new RolloutCatalogue();

  /** Nothing is read before the first `refresh`. */
  constructor(options: RolloutIndexOptions) {
    this.#roots = options.homes.flatMap((home) => rolloutFolders(home));
    this.#now = options.now;
    this.#onRefused = options.onRefused ?? (() => {});
  }

  /** Looks at every known folder and into every new one. */
  refresh(): RolloutIndexChange {
    const change: RolloutIndexChange = { added: [], removed: [] };
    const seen = new Set<string>();
    for (const root of this.#roots) this.#look(root, change, seen);
    // Known from a near look, but not from the folder above: that one is unreadable, or this one is gone already.
    for (const { folder } of [...this.#folders.values()]) {
      if (!seen.has(folder.path)) this.#look(folder, change, seen);
    }
    return change;
  }

  /**
   * Looks at the given folders (a rollout's path stands for its folder) and where new rollouts appear: today's and
   * yesterday's folder and the archive. Paths outside the homes are ignored. When a file is gone it may have moved
   * anywhere, and everything is looked at.
   */
  refreshNear(paths: Iterable<string>): RolloutIndexChange {
    const change: RolloutIndexChange = { added: [], removed: [] };
    const near = nearFolders({ roots: this.#roots, paths, now: this.#now() });
    for (const folder of near) this.#look(folder, change, null);
    if (change.removed.length === 0) return change;
    const rest = this.refresh();
    return { added: [...change.added, ...rest.added], removed: [...change.removed, ...rest.removed] };
  }

  /** Every known rollout, in no particular order. */
  files(): RolloutFile[] {
    return this.#catalogue.files();
  }

  /** The rollouts of a thread, newest name first: more than one after a revert. */
  byThread(threadId: string): RolloutFile[] {
    return this.#catalogue.byThread(threadId);
  }

  /** The file of a rollout id; of several the newest, and an active one before an archived one. */
  byRollout(rolloutId: string): RolloutFile | undefined {
    return this.#catalogue.byRollout(rolloutId);
  }

  /** @param seen collects the folders of a look at everything; null for a near look, which enters new folders only */
  #look(folder: RolloutFolder, change: RolloutIndexChange, seen: Set<string> | null): void {
    seen?.add(folder.path);
    const known = this.#folders.get(folder.path);
    const watermark = this.#watermark(folder.path);
    if (watermark === 'unreadable') return;
    if (watermark === null) {
      this.#forget(folder.path, change);
      return;
    }

    let listing = known?.listing;
    if (known === undefined || !isUnchanged(known.watermark, watermark)) {
      this.counts.listings += 1;
      const fresh = listRolloutFolder(folder, this.#onRefused);
      // What could not be read is not gone; its old watermark has it listed again next time.
      if (fresh === null) return;
      listing = this.#replace(known?.listing, { folder, watermark, listing: fresh }, change);
    }
    for (const path of listing?.folders ?? []) {
      if (seen !== null || !this.#folders.has(path)) this.#look({ ...folder, path }, change, seen);
    }
  }

  #watermark(path: string): FolderWatermark | 'unreadable' | null {
    this.counts.stats += 1;
    try {
      return readWatermark(path, this.#now());
    } catch (error) {
      refuseUnreadable(path, error, this.#onRefused);
      return 'unreadable';
    }
  }

  #replace(before: FolderListing | undefined, after: KnownFolder, change: RolloutIndexChange): FolderListing {
    const gone = new Map((before?.files ?? []).map((file) => [file.path, file]));
    const files = after.listing.files.map((file) => {
      const known = gone.get(file.path);
      gone.delete(file.path);
      if (known !== undefined) return known;
      this.#catalogue.add(file);
      change.added.push(file);
      return file;
    });
    for (const file of gone.values()) this.#remove(file, change);

    const folders = new Set(after.listing.folders);
    for (const folder of before?.folders ?? []) if (!folders.has(folder)) this.#forget(folder, change);
    const listing = { files, folders: after.listing.folders };
    this.#folders.set(after.folder.path, { ...after, listing });
    return listing;
  }

  #forget(path: string, change: RolloutIndexChange): void {
    const known = this.#folders.get(path);
    if (known === undefined) return;
    this.#folders.delete(path);
    for (const file of known.listing.files) this.#remove(file, change);
    for (const folder of known.listing.folders) this.#forget(folder, change);
  }

  #remove(file: RolloutFile, change: RolloutIndexChange): void {
    this.#catalogue.remove(file);
    change.removed.push(file);
  }
}
