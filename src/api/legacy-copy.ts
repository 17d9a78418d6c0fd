/**
 * The records that a fork of a legacy thread copies: legacy rollouts cannot be based on another one, so a fork holds
 * everything it begins with (model-context §8). Copies keep what the model was told, world state and turn contexts
 * included (seen with 0.169.0), so that the fork goes on from it.
 */
import { decodeLine } from '../events/decode-line.js';
import { type CutOffTurn, interruption } from '../events/record/interruption.js';
import type { RolloutRecord } from '../events/record/rollout-record.js';
import type { ForkBoundary } from './fork-boundary.js';
import { HistoryError } from './history-error.js';

export interface CopyLegacyOptions {
  /** The complete lines of the source, oldest first. */
  lines: Iterable<Uint8Array>;
  boundary: ForkBoundary;
  /** For the note where a turn is cut off. */
  messageId: string;
}

/**
 * The records up to the boundary, and the end of a turn that it cuts off. Lines that are no records are left behind, as
 * Codex does when it reads them.
 *
 * @throws HistoryError `invalid_request` at the end of a source in which the turn of the boundary does not start or end
 */
export function* copyLegacyRecords(options: CopyLegacyOptions): Generator<RolloutRecord, void, undefined> {
  const { boundary, messageId } = options;
  let open: CutOffTurn | null = null;
  let reached = boundary.kind === 'latest';
  let begun = false;
  for (const record of decoded(options.lines)) {
    const started = startedTurn(record);
    if (boundary.kind === 'before' && started?.turnId === boundary.turnId) {
      reached = true;
      break;
    }
    yield record;
    if (started) open = started;
    if (started && boundary.kind === 'through' && started.turnId === boundary.turnId) begun = true;
    const ended = endedTurn(record);
    if (ended === undefined) continue;
    if (ended === null || ended === open?.turnId) open = null;
    if (begun && boundary.kind === 'through' && ended === boundary.turnId) {
      reached = true;
      break;
    }
  }
  if (!reached && boundary.kind !== 'latest') throw turnNotInSource(boundary);
  if (open && boundary.kind !== 'through') yield* interruption(open, messageId);
}

/** A turn that has no start of its own in the log cannot be a boundary. */
export function turnNotInSource(boundary: Exclude<ForkBoundary, { kind: 'latest' }>): HistoryError {
  const name = boundary.kind === 'through' ? 'lastTurnId' : 'beforeTurnId';
  return new HistoryError(
    'invalid_request',
    `${name} '${boundary.turnId}' was not found in the source thread`,
  );
}

function* decoded(lines: Iterable<Uint8Array>): Generator<RolloutRecord, void, undefined> {
  for (const bytes of lines) {
    const line = decodeLine(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8'));
    if (line.kind === 'record') yield line.record;
  }
}

function startedTurn(record: RolloutRecord): CutOffTurn | null {
  if (record.type !== 'event_msg' || record.payload.type !== 'task_started') return null;
  const { turn_id, root_turn_id, started_at } = record.payload;
  return { turnId: turn_id, rootTurnId: root_turn_id ?? null, startedAt: started_at ?? null };
}

/** The id of the turn that a record ends; null when it does not say which, undefined when it ends none. */
function endedTurn(record: RolloutRecord): string | null | undefined {
  if (record.type !== 'event_msg') return undefined;
  const { payload } = record;
  if (payload.type === 'task_complete') return payload.turn_id;
  return payload.type === 'turn_aborted' ? (payload.turn_id ?? null) : undefined;
}
