/**
 * What goes into a conversion and what comes out: the words between the conversion and the job that reads and writes files.
 */
import type { SessionMeta } from '../../../events/record/session-meta.js';

/** One line without its newline; null for a line that was too long to be read. */
export interface SourceLine {
  readonly bytes: Uint8Array | null;
}

export interface ConversionOptions {
  /**
   * The lines of the legacy rollout, from its beginning at each call: at least two walks are made. A last line without its
   * newline belongs to them. The bytes need to hold only until the next line is asked for.
   */
  readonly lines: () => Iterable<SourceLine>;
  /**
   * Whether a sub-agent keeps the history that its readers saw (`visible`), or becomes mere context of a model as with Codex
   * (`codex`). The default is `visible`.
   */
  readonly subagents?: 'visible' | 'codex';
  /** Write what legacy events left out (commands, patches, calls found in response items) as items too. */
  readonly recover?: boolean;
  /** A fresh UUID for each item that the log leaves unnamed; by default one that is the same at each conversion. */
  readonly newId?: () => string;
}

/** Why a line of the source has no line in the result. */
export type DroppedLine =
  | 'blank'
  | 'malformed'
  | 'oversized'
  | 'unrecognised'
  | 'retired'
  | 'copied_session_meta'
  | 'rolled_back'
  | 'rollback_marker'
  | 'not_persisted';

/** Counted while the lines are taken; complete when they have all been taken. */
export interface ConversionReport {
  /** Lines of the source, blank ones included. */
  linesRead: number;
  /** Lines that are records. */
  recordsRead: number;
  /** Lines of the result, the head included. */
  linesWritten: number;
  itemsWritten: number;
  /** By reason; reasons that never occurred are missing. */
  dropped: Partial<Record<DroppedLine, number>>;
}

export interface Conversion {
  readonly threadId: string;
  readonly kind: 'ordinary' | 'subagent';
  /** The head as it is written: paginated, without a base. (With `codex` a sub-agent's tells where its own history begins, too.) */
  readonly head: SessionMeta;
  /** The lines of the paginated rollout without their newlines, made while they are taken. Each walk converts anew. */
  readonly lines: () => Iterable<string>;
  /** Of the walk that was begun last. */
  readonly report: ConversionReport;
}
