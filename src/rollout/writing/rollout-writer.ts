/**
 * Appends records to one rollout: lazily, in Codex's bytes, with the ordinals of its history mode, and whole again after a
 * write that failed. That nobody else writes to the thread is for the writer lock; rows are for the projector.
 */

import type { RolloutRecord } from '../../events/decode-line.js';
import { recordsToPersist } from '../../events/record/records-to-persist.js';
import type { SessionMeta } from '../../events/record/session-meta.js';
import { type FileSystem, fileSystem } from '../../files/file-system.js';
import { RolloutError } from '../rollout-error.js';
import { toPlainPath } from '../rollout-name.js';
import { AppendFile, type AppendFileOptions } from './append-file.js';
import { encodeLines } from './encode-lines.js';
import { materialiseRollout } from './materialise-rollout.js';
import { findNextOrdinal, readFirstRecord } from './resume-point.js';

/**
 * `system`: an append is handed to the operating system and outlives the process; it is on the disk after `flush` or
 * `close`. `disk`: it is on the disk when `append` returns.
 */
export type Durability = 'system' | 'disk';

interface WriterOptions {
  /** The rollout; the plain file is written whichever representation is named. */
  path: string;
  fs?: FileSystem;
  /** Unix milliseconds, for the times of lines. */
  now: () => number;
  /** `system` unless told. */
  durability?: Durability;
}

export interface CreateWriterOptions extends WriterOptions {
  /** The first record of the rollout. */
  meta: SessionMeta;
}

export interface ReopenWriterOptions extends WriterOptions {
  /** The first record where the file is empty; must be legacy then, since that is what an empty file counts as. */
  meta?: SessionMeta;
}

/** What an append wrote, with the lines that an earlier one had failed to write. */
export interface AppendReceipt {
  /** Offset of the first byte written. */
  start: number;
  /** Offset just after the last newline written; `start` where nothing was. */
  end: number;
  lines: number;
  /** Of the first line; null in a legacy rollout. */
  firstOrdinal: number | null;
  /** How many lines came of the records handed over. */
  kept: number;
  /** How many of the records handed over came to no line. */
  dropped: number;
}

export interface WriterPosition {
  /** Length of the file as far as it is known to be written. */
  nextOffset: number;
  /** Of the line that goes there; null in a legacy rollout. */
  nextOrdinal: number | null;
}

interface WriterStart {
  file: AppendFile;
  meta: SessionMeta;
  nextOrdinal: number | null;
  owesMeta: boolean;
  options: WriterOptions;
}

export class RolloutWriter {
  readonly meta: SessionMeta;
  readonly #file: AppendFile;
  readonly #now: () => number;
  readonly #durability: Durability;
  /** Of the first pending line, or of the next one. */
  #nextOrdinal: number | null;
  /** Lines handed over that are not known to be in the file. */
  #pendingLines = 0;
  /** The session_meta, until a first line is written before which it must stand. */
  #owed: readonly RolloutRecord[];
  #closed = false;

  private constructor(start: WriterStart) {
    this.#file = start.file;
    this.#now = start.options.now;
    this.#durability = start.options.durability ?? 'system';
    this.meta = start.meta;
    this.#nextOrdinal = start.nextOrdinal;
    this.#owed = start.owesMeta ? [{ type: 'session_meta', payload: start.meta }] : [];
  }

  /**
   * A rollout that is not there yet. Nothing is on disk before the first append or flush, which makes the file and its
   * folders and writes the session_meta before everything else (spec: rollout-format §2). Ordinals start at the history
   * base, or at 0 (spec: rollout-format §16).
   */
  static create(options: CreateWriterOptions): RolloutWriter {
    const { meta } = options;
    const file = AppendFile.create(fileOptions(options));
    const base = meta.history_base?.end_ordinal_exclusive ?? 0;
    const nextOrdinal = meta.history_mode === 'legacy' ? null : base;
    return new RolloutWriter({ file, meta, nextOrdinal, owesMeta: true, options });
  }

  /**
   * A rollout that is there: expands it, ends a torn last line with a newline, and goes on after its last record that
   * decodes (spec: rollout-format §15–16, projection §1).
   * @throws RolloutError `empty` for an empty file without a legacy `meta`; `no_session_meta`, `unknown_history_mode`,
   *   `no_ordinal`, `incomplete_prefix`; as `materialiseRollout`
   */
  static reopen(options: ReopenWriterOptions): RolloutWriter {
    const { path, fs } = fileOptions(options);
    // What was just expanded has old times; with those of now no compressor takes it for cold.
    if (materialiseRollout({ path, fs })) fs.utimesSync(path, options.now() / 1000, options.now() / 1000);
    const first = readFirstRecord(path);
    const meta = first ?? metaForEmpty(options);
    const file = AppendFile.open({ path, fs });
    try {
      const nextOrdinal = first && findNextOrdinal(path, first);
      return new RolloutWriter({ file, meta, nextOrdinal, owesMeta: first === null, options });
    } catch (error) {
      file.close();
      throw error;
    }
  }

  /** The plain file. */
  get path(): string {
    return this.#file.path;
  }

  /** Lines of failed appends that go out with the next append or flush. */
  get pending(): number {
    return this.#pendingLines;
  }

  /** Where the file ends, pending lines apart. */
  position(): WriterPosition {
    return { nextOffset: this.#file.end, nextOrdinal: this.#nextOrdinal };
  }

  /**
   * Appends what the persistence policy keeps of the records, in one write. Records that come to no line write nothing.
   *
   * A file error does not give the records back: the writer keeps their lines (`pending`) and brings them to the file
   * with the next append or flush, each once, whatever part of them had arrived. They must not be handed over again.
   * @throws RolloutError `disk_full`, `no_access`, `exists`, `changed_elsewhere`, `write_failed` … after which the lines
   *   are pending; `ordinal_overflow` and `closed`, after which nothing is; UnwritableRecordError, likewise
   */
  append(records: readonly RolloutRecord[]): AppendReceipt {
    const kept: RolloutRecord[] = [];
    let dropped = 0;
    for (const record of records) {
      const lines = recordsToPersist(record, this.meta.history_mode);
      if (lines.length === 0) dropped += 1;
      kept.push(...lines);
    }
    const written = this.#write(kept.length === 0 ? [] : [...this.#owed, ...kept]);
    return { ...written, kept: kept.length, dropped };
  }

  /** Brings everything to the disk: pending lines, and the file itself where there was nothing to append yet. */
  flush(): void {
    this.#write(this.#owed);
    this.#file.flush();
  }

  /**
   * Flushes what was written and gives the file back; a rollout that was never written leaves nothing behind. When the
   * flush fails the writer stays open, and closing can be tried again.
   */
  close(): void {
    if (this.#closed) return;
    this.#write([]);
    this.#file.flush();
    this.#file.close();
    this.#closed = true;
  }

  #write(records: readonly RolloutRecord[]): Omit<AppendReceipt, 'kept' | 'dropped'> {
    this.#refuseClosed();
    const firstOrdinal = this.#nextOrdinal;
    if (records.length > 0) {
      const bytes = encodeLines({
        records,
        firstOrdinal: firstOrdinal === null ? null : firstOrdinal + this.#pendingLines,
        now: this.#now(),
        path: this.path,
      });
      this.#owed = [];
      this.#pendingLines += records.length;
      this.#file.add(bytes);
    }
    const start = this.#file.end;
    const lines = this.#pendingLines;
    this.#file.write();
    this.#pendingLines = 0;
    if (firstOrdinal !== null) this.#nextOrdinal = firstOrdinal + lines;
    if (this.#durability === 'disk') this.#file.flush();
    return { start, end: this.#file.end, lines, firstOrdinal };
  }

  #refuseClosed(): void {
    if (!this.#closed) return;
    throw new RolloutError({
      code: 'closed',
      path: this.path,
      found: 'was closed for writing',
      hint: 'Open it again',
    });
  }
}

function fileOptions({ path, fs = fileSystem }: WriterOptions): AppendFileOptions {
  return { path: toPlainPath(path), fs };
}

function metaForEmpty({ path, meta }: ReopenWriterOptions): SessionMeta {
  if (meta?.history_mode === 'legacy') return meta;
  throw new RolloutError({
    code: 'empty',
    path,
    found: 'holds no record, and so counts as legacy',
    hint: 'Start a new thread; the file can be removed',
  });
}
