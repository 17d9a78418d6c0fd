/** Writes to Codex's history database, which it opens and backs up before it writes for the first time. */
import { constants } from 'node:fs';
import { join } from 'node:path';
import type { FileSystem } from '../../files/file-system.js';
import { syncFolder } from '../../files/sync-folder.js';
import { PEER_HISTORY_FILE } from '../../store/peer/peer-history-schema.js';
import { PeerHistoryWriter } from '../../store/peer/rewrite-peer-history.js';
import type { ExaminedProjection } from '../doctor/examine-projection.js';
import { makeBackupFolder } from './backup-folder.js';

export interface HistoryRewriterOptions {
  fs: FileSystem;
  home: string;
  /** Unix milliseconds. */
  now: () => number;
}

export class HistoryRewriter {
  /** Where the database is kept as it was; null as long as nothing was written. */
  backupPath: string | null = null;
  readonly #options: HistoryRewriterOptions;
  #writer: PeerHistoryWriter | null = null;

  constructor(options: HistoryRewriterOptions) {
    this.#options = options;
  }

  /**
   * Replaces the rows of a rollout by those that its log gives.
   * @throws StoreError `busy`; SqliteError
   */
  async replace(rolloutId: string, { fold }: Pick<ExaminedProjection, 'fold'>): Promise<void> {
    const writer = await this.#open();
    writer.replace(rolloutId, fold);
  }

  close(): void {
    this.#writer?.close();
    this.#writer = null;
  }

  async #open(): Promise<PeerHistoryWriter> {
    if (this.#writer !== null) return this.#writer;
    const { home } = this.#options;
    const writer = new PeerHistoryWriter(join(home, PEER_HISTORY_FILE));
    try {
      this.backupPath = await this.#backUp(writer);
    } catch (error) {
      writer.close();
      throw error;
    }
    this.#writer = writer;
    return writer;
  }

  async #backUp(writer: PeerHistoryWriter): Promise<string> {
    const { fs, home, now } = this.#options;
    const folder = makeBackupFolder(fs, home, now());
    const path = join(folder, PEER_HISTORY_FILE);
    await writer.backup(path);
    const fd = fs.openSync(path, constants.O_RDWR);
    try {
      fs.fsyncSync(fd);
    } finally {
      fs.closeSync(fd);
    }
    syncFolder(fs, folder);
    return path;
  }
}
