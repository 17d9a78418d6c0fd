/**
 * The one open turn: opening, closing and changing it (spec: legacy-history §1). Codex discards a turn that
 * is closed without items, without `task_started` and without a compaction; no rule here opens a turn
 * without giving it one of these, so there is nothing to discard.
 */
import type { LegacyTurn, OpenTurn, TurnKey, TurnOrigin } from './legacy-state.js';
import type { LegacyStep } from './legacy-step.js';

/** What the record that opens a turn says of it. */
export interface TurnOpening {
  turnId: string;
  origin: TurnOrigin;
  status: LegacyTurn['status'];
  rootTurnId: string | null;
  /** Unix seconds. */
  startedAt: number | null;
}

/** What a later record may change in a turn. */
export type TurnPatch = Partial<Pick<LegacyTurn, 'status' | 'error' | 'completedAt' | 'durationMs'>>;

/** Opens a turn and makes it the current one. Whoever calls this has closed the one before. */
export function openTurn(step: LegacyStep, opening: TurnOpening): OpenTurn {
  const turn: OpenTurn = {
    turnId: opening.turnId,
    occurrence: step.history.countTurns(opening.turnId),
    ordinal: step.state.recordIndex ?? 0,
    rootTurnId: opening.rootTurnId,
    status: opening.status,
    error: null,
    startedAt: opening.startedAt,
    completedAt: null,
    durationMs: null,
    origin: opening.origin,
    sawCompaction: false,
    itemCount: 0,
    lastItem: null,
  };
  step.state.current = turn;
  step.changes.push({ kind: 'turn', turn: turnSnapshot(turn) });
  return turn;
}

/** Opens a turn that `task_started` did not announce: it counts as completed from the start and has no times. */
export function openUnannouncedTurn(step: LegacyStep, turnId: string, origin: TurnOrigin): OpenTurn {
  return openTurn(step, { turnId, origin, status: 'completed', rootTurnId: null, startedAt: null });
}

/**
 * The open turn; an implicit one is opened if there is none. It is named after the record being reduced, or
 * by a fresh id where bare events are reduced and no record was ever seen.
 */
export function ensureTurn(step: LegacyStep): OpenTurn {
  const { current, recordIndex } = step.state;
  if (current !== null) return current;
  const turnId = recordIndex === null ? step.ids.uuid() : `rollout-${recordIndex}`;
  return openUnannouncedTurn(step, turnId, 'implicit');
}

/** Closes the open turn, if any. Its row stays as it is. */
export function closeTurn(step: LegacyStep): void {
  step.state.current = null;
}

/** Changes the open turn `turn` and its row. */
export function patchOpenTurn(step: LegacyStep, turn: OpenTurn, patch: TurnPatch): void {
  const patched = { ...turn, ...patch };
  step.state.current = patched;
  step.changes.push({ kind: 'turn', turn: turnSnapshot(patched) });
}

/** Changes the row of a turn that is not open any more. */
export function patchFinishedTurn(step: LegacyStep, turn: LegacyTurn, patch: TurnPatch): void {
  step.changes.push({ kind: 'turn', turn: { ...turn, ...patch } });
}

/** The key alone. */
export function turnKey(turn: TurnKey): TurnKey {
  return { turnId: turn.turnId, occurrence: turn.occurrence };
}

function turnSnapshot(turn: OpenTurn): LegacyTurn {
  return {
    turnId: turn.turnId,
    occurrence: turn.occurrence,
    ordinal: turn.ordinal,
    rootTurnId: turn.rootTurnId,
    status: turn.status,
    error: turn.error,
    startedAt: turn.startedAt,
    completedAt: turn.completedAt,
    durationMs: turn.durationMs,
  };
}
