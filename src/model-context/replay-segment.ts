/**
 * The turn that a walk from the newest record back is in: what was seen of it so far. When it ends, and what is taken from it,
 * is left to the walk.
 */
import type { Compacted } from '../events/record/compacted.js';
import type { TurnContext } from '../events/record/turn-context.js';
import type { WorldState } from '../events/record/world-state.js';
import type { StateChange } from '../world-state/state-change.js';
import { windowOf } from './context-window.js';
import type { ContextWindow, PreviousTurnSettings } from './model-context.js';

/**
 * A turn context to compare the next one with: none was met yet, a compaction made the older ones worthless, or the newest
 * (spec: model-context §3).
 */
export type Reference = { kind: 'neverSet' } | { kind: 'cleared' } | { kind: 'latest'; context: TurnContext };

/** A compaction that says what the model goes on with. */
export interface HistoryBase {
  /** Of its record among the records walked over. */
  index: number;
  compacted: Compacted;
}

/** Something whose meaning depends on which turn it is of, which only the beginning of the turn can tell. */
type Mark =
  | { kind: 'context'; context: TurnContext }
  | { kind: 'compaction' }
  | { kind: 'end'; turnId: string };

/** How far back a segment was walked; where its turn begins is not known at a compaction. */
export type SegmentStart = { turnId: string } | 'compaction' | 'beginning of the log';

export class ReplaySegment {
  /** Somebody asked for it. */
  isUserTurn = false;
  settings: PreviousTurnSettings | null = null;
  reference: Reference = { kind: 'neverSet' };
  base: HistoryBase | null = null;
  window: ContextWindow | null = null;
  /** Newest first. */
  readonly stateChanges: StateChange[] = [];
  #turnId: string | null = null;
  readonly #completed = new Set<string>();
  /** Not settled yet, newest first. */
  #marks: Mark[] = [];
  #sawCompaction = false;
  #hasBaseline = false;

  /**
   * Whether its turn context tells what the model was told last: the turn was asked for, or the world was told in full after
   * its last compaction (spec: world-state §6).
   */
  get isEstablished(): boolean {
    return this.isUserTurn || this.#hasBaseline;
  }

  /** The turn that its contexts name was told to be complete. */
  get isCompleted(): boolean {
    return this.#turnId !== null && this.#completed.has(this.#turnId);
  }

  /** @param turnId null when the record names none, and so says nothing of the turn */
  addEnd(turnId: string | null | undefined, isComplete: boolean): void {
    if (!turnId) return;
    this.#marks.push({ kind: 'end', turnId });
    if (isComplete) this.#completed.add(turnId);
  }

  addTurnContext(context: TurnContext): void {
    this.#marks.push({ kind: 'context', context });
  }

  addWorldState({ full, state }: WorldState): void {
    this.stateChanges.push({ kind: full ? 'full' : 'patch', state });
    if (full && !this.#sawCompaction) this.#hasBaseline = true;
  }

  addCompaction(compacted: Compacted, index: number): void {
    this.#sawCompaction = true;
    this.#marks.push({ kind: 'compaction' });
    this.stateChanges.push({ kind: 'compacted' });
    this.window ??= windowOf(compacted);
    if (compacted.replacement_history != null) this.base ??= { index, compacted };
  }

  /**
   * Takes the meaning of what was seen since the last time. The end of a turn counts if it is of the turn that began last
   * before it, or at the beginning of the log (seen so in 0.169; spec: model-context §3 names the turn by any end).
   *
   * @returns whether the segment begins here: two ids fit when one of them is missing
   */
  settle(at: SegmentStart): boolean {
    const startId = typeof at === 'string' ? null : at.turnId;
    const own = this.#marks.findLast((mark) => mark.kind === 'end' && mark.turnId === startId);
    for (const mark of this.#marks) {
      if (mark.kind === 'context') this.#takeContext(mark.context);
      else if (mark.kind === 'compaction') {
        if (this.reference.kind === 'neverSet') this.reference = { kind: 'cleared' };
      } else if (mark === own || at === 'beginning of the log') this.#turnId ??= mark.turnId;
    }
    this.#marks = [];
    return this.#turnId === null || startId === null || startId === this.#turnId;
  }

  #takeContext(context: TurnContext): void {
    const turnId = context.turn_id || null;
    this.#turnId ??= turnId;
    if (turnId !== null && turnId !== this.#turnId) return;
    // Of several contexts of a turn the oldest gives the settings, and the newest is compared with.
    this.settings = settingsOf(context);
    if (this.reference.kind === 'neverSet') this.reference = { kind: 'latest', context };
  }
}

/** The settings that a later turn is compared with. */
export function settingsOf(
  context: Pick<TurnContext, 'model' | 'comp_hash' | 'realtime_active'>,
): PreviousTurnSettings {
  const { model, comp_hash: compHash = null, realtime_active: realtimeActive = null } = context;
  return { model, compHash, realtimeActive };
}
