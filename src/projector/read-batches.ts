/**
 * Reads a rollout's new lines in batches: framed, decoded and reduced as far as that goes without the rows, ready to be
 * written in one transaction each. Memory follows the batch and not the log.
 */
import { createHash } from 'node:crypto';
import { type DecodedLine, decodeLine } from '../events/decode-line.js';
import { textOf } from '../events/plain/held-text.js';
import { decodePlainCommand } from '../events/plain/plain-command-line.js';
import { isBlankLine, RolloutError, readLines, readPlainBytes } from '../rollout/index.js';
import { NOT_UTF8_REASON } from './finding.js';
import { type LineOutcome, type ReadPosition, remark } from './line-outcome.js';
import { type ModelNote, modelOf } from './model-note.js';
import { openLineReader } from './open-line-reader.js';
import { readPassingLine } from './proofreading/passing-line.js';
import type { RolloutSource } from './rollout-source.js';
import { TailWindow } from './tail-window.js';

export interface LineBatch {
  outcomes: LineOutcome[];
  /** Just after the last line of the batch. */
  nextOffset: number;
  position: ReadPosition;
  /** The last bytes before `nextOffset`, as the checkpoint names them; null when no line was read. */
  tail: { bytes: number; digest: string } | null;
  model: ModelNote | null;
  /** Work that was done for it. */
  bytesRead: number;
  linesParsed: number;
  /** The file was read to its end. */
  last: boolean;
}

export interface ReadBatchesOptions {
  source: RolloutSource;
  /** Where to start in the plain text: the start of a line. */
  offset: number;
  position: ReadPosition;
  /** Bytes of log that one batch takes in. */
  batchBytes: number;
  /** Where to stop in the plain text: lines that end behind it are left, and the last batch says that there are more. */
  to?: number;
  /**
   * Asked at the start of each batch: whether to pass over lines that hold no history without decoding them, because somebody
   * else checks them from that offset on. Never, unless told.
   */
  passOver?: (offset: number) => boolean;
}

/**
 * Yields batches of complete lines to the end of the file, the last one possibly empty. Damage to a compressed file ends
 * the reading and is told in the last batch.
 *
 * @throws RolloutError when the file cannot be read
 */
export function* readBatches(options: ReadBatchesOptions): Generator<LineBatch, void, undefined> {
  const { source, offset, batchBytes, to = Number.POSITIVE_INFINITY, passOver = () => false } = options;
  // Only rows of that reducer can be made without the output; the legacy one looks into it.
  const holdBack = source.reducer === 'canonical';
  const reader = openLineReader(source, options.position);
  const tail = new TailWindow();
  let batch = emptyBatch(offset, options.position);
  let passing = passOver(offset);
  let turnContext: string | null = null;
  const close = (last: boolean): LineBatch => {
    if (turnContext !== null) batch.model = modelOf(decodeLine(turnContext)) ?? batch.model;
    turnContext = null;
    if (batch.nextOffset > offset) batch.tail = describeTail(tail, source.path, offset);
    batch.position = reader.position();
    batch.last = last;
    return batch;
  };
  try {
    for (const { start, end, bytes, utf8 } of readLines({ path: source.path, from: offset })) {
      if (end > to) {
        yield close(false);
        return;
      }
      batch.nextOffset = end;
      batch.bytesRead += end - start;
      if (bytes === null) tail.clear();
      else tail.push(bytes);
      if (bytes === null || !isBlankLine(bytes)) {
        batch.linesParsed++;
        const passed = passing && bytes && utf8 ? readPassingLine(bytes) : null;
        const head = passed !== null && reader.looksInto(passed.kind) ? null : passed;
        if (head?.kind === 'turn_context') turnContext = bytes && textOf(bytes);
        const command = head === null && holdBack && bytes && utf8 ? decodePlainCommand(bytes) : null;
        const line = command?.line ?? (head === null && bytes ? decodeBytes(bytes, utf8) : null);
        const model = line && modelOf(line);
        if (model) {
          batch.model = model;
          turnContext = null;
        }
        const outcome = head
          ? reader.pass({ start, end }, head.ordinal)
          : reader.read({ start, end, line, output: command?.output ?? null });
        if (outcome) batch.outcomes.push(outcome);
      }
      if (batch.bytesRead >= batchBytes) {
        yield close(false);
        batch = emptyBatch(end, options.position);
        passing = passOver(end);
      }
    }
  } catch (error) {
    if (!(error instanceof RolloutError) || error.code !== 'damaged_compression') throw error;
    const at = { start: batch.nextOffset, end: batch.nextOffset };
    const detail = error.message;
    batch.outcomes.push(
      remark(at, { kind: 'damaged_compression', action: 'rest_skipped', ordinal: null, detail }),
    );
  }
  yield close(true);
}

function emptyBatch(nextOffset: number, position: ReadPosition): LineBatch {
  return {
    outcomes: [],
    nextOffset,
    position,
    tail: null,
    model: null,
    bytesRead: 0,
    linesParsed: 0,
    last: false,
  };
}

/** The last bytes that were read; after little was read, together with what was projected before it. */
function describeTail(tail: TailWindow, path: string, offset: number): LineBatch['tail'] {
  const hash = createHash('sha256');
  const from = Math.max(0, offset - tail.missing);
  if (from < offset) for (const chunk of readPlainBytes({ path, from, to: offset })) hash.update(chunk);
  const bytes = tail.bytes();
  return { bytes: offset - from + bytes.length, digest: hash.update(bytes).digest('hex') };
}

const NOT_UTF8: DecodedLine = { kind: 'malformed', reason: NOT_UTF8_REASON };

function decodeBytes(bytes: Buffer, utf8: boolean): DecodedLine {
  return utf8 ? decodeLine(textOf(bytes)) : NOT_UTF8;
}
