/**
 * Finds out from the first lines of a rollout what it is: its format, its history mode and its session_meta. Where
 * the lines come from is for its callers; records after the session_meta are not looked at.
 */

import { decodeLine } from '../events/decode-line.js';
import type { UnrecognisedLine } from '../events/decoded-line.js';
import type { HistoryMode } from '../events/record/history-mode.js';
import type { SessionMeta } from '../events/record/session-meta.js';
import { type BareHeader, isBareLine, readBareHeader } from './bare-header.js';
import type { FramedLine } from './frame-lines.js';
import { isBlankLine } from './is-blank-line.js';
import { RolloutError } from './rollout-error.js';

/** `bare` files of mid-2025 have no envelope; in an `unrecognised` one no line is of either kind. */
export type RolloutFormat = 'enveloped' | 'bare' | 'empty' | 'unrecognised';

export interface RolloutHead {
  format: RolloutFormat;
  /** Of the session_meta. Without one: paginated if the first records carry an ordinal, else legacy. */
  historyMode: HistoryMode;
  /** Of the session_meta or of the bare header, in lower case; null without either. */
  threadId: string | null;
  /** The first session_meta, the only one that speaks for the file. */
  meta: SessionMeta | null;
  /** The first line of a bare file. */
  bareHeader: BareHeader | null;
  /** The line that `meta` or `bareHeader` comes from, in the plain text, with its LF if it has one. */
  metaSpan: { start: number; end: number } | null;
}

const META_TYPE = 'session_meta';

export class HeadScan {
  readonly #path: string;
  #format: RolloutFormat = 'empty';
  #meta: SessionMeta | null = null;
  #bareHeader: BareHeader | null = null;
  #metaSpan: { start: number; end: number } | null = null;
  #ordinals = false;

  /** @param path named in errors */
  constructor(path: string) {
    this.#path = path;
  }

  /** Nothing that follows can change the head. */
  get isComplete(): boolean {
    return this.#meta !== null || this.#format === 'bare';
  }

  /**
   * Takes the next line; blank and broken ones are passed over.
   * @throws RolloutError `unknown_history_mode`
   */
  offer(line: FramedLine): void {
    const { bytes } = line;
    if (this.isComplete || (bytes !== null && isBlankLine(bytes))) return;
    if (this.#format === 'empty') this.#format = 'unrecognised';
    if (bytes === null || !line.utf8) return;
    // All that is still missing in an enveloped file is the session_meta.
    if (this.#format === 'enveloped' && !bytes.includes(META_TYPE)) return;

    const decoded = decodeLine(bytes.toString('utf8'));
    if (decoded.kind === 'malformed') return;
    if (decoded.kind === 'unrecognised') this.#recognise(line, decoded);
    else this.#format = 'enveloped';
    if (decoded.kind === 'record') {
      this.#ordinals ||= decoded.ordinal !== null;
      if (decoded.record.type === META_TYPE) this.#take(line, decoded.record.payload);
    }
  }

  head(): RolloutHead {
    return {
      format: this.#format,
      historyMode: this.#meta?.history_mode ?? (this.#ordinals ? 'paginated' : 'legacy'),
      threadId: (this.#meta?.id ?? this.#bareHeader?.id)?.toLowerCase() ?? null,
      meta: this.#meta,
      bareHeader: this.#bareHeader,
      metaSpan: this.#metaSpan,
    };
  }

  #take(line: FramedLine, meta: SessionMeta): void {
    this.#meta = meta;
    this.#metaSpan = { start: line.start, end: line.end };
  }

  #recognise(line: FramedLine, { json, ordinal, unknownHistoryMode }: UnrecognisedLine): void {
    // Codex too refuses such a file as a whole while no session_meta was accepted (spec: rollout-format §4).
    if (unknownHistoryMode) throw unknownMode(this.#path, json);
    if (typeof json.type === 'string' && 'payload' in json) {
      this.#format = 'enveloped';
      this.#ordinals ||= ordinal !== null;
      return;
    }
    if (this.#format === 'enveloped') return;
    this.#bareHeader = readBareHeader(json);
    if (this.#bareHeader !== null) this.#metaSpan = { start: line.start, end: line.end };
    if (this.#bareHeader !== null || isBareLine(json)) this.#format = 'bare';
  }
}

function unknownMode(path: string, { payload }: Readonly<Record<string, unknown>>): RolloutError {
  const isObject = typeof payload === 'object' && payload !== null;
  const mode = isObject && 'history_mode' in payload ? JSON.stringify(payload.history_mode) : 'none';
  return new RolloutError({
    code: 'unknown_history_mode',
    path,
    found: `has the history mode ${mode}, which this version does not know`,
    hint: 'Read it with a newer version',
  });
}
