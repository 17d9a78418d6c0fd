/**
 * Items of what a legacy rollout tells in the words of the model alone: commands, patches and calls with their outputs. Runs beside the
 * conversion of events, which comes first.
 */
import type { RolloutRecord } from '../../../../events/record/rollout-record.js';
import type { ThreadItem } from '../../../../events/thread-item/thread-item.js';
import { toThreadItem } from '../../../../events/to-thread-item/to-thread-item.js';
import type { TurnItem } from '../../../../events/turn-item/turn-item.js';
import { recoverRecord } from '../../../../projector/recovered/recover-record.js';
import type { RecoveredChange } from '../../../../projector/recovered/recovered-rows.js';
import {
  INITIAL_RECOVERY_STATE,
  type RecoveryState,
  rememberFolder,
} from '../../../../projector/recovered/recovery-state.js';
import { RecentRows } from './recent-rows.js';
import { turnItemOfRecovered } from './turn-item-of-recovered.js';

export interface RecoveredTurnItem {
  readonly turnId: string;
  readonly item: TurnItem;
  /** Unix milliseconds; null where it is not known. */
  readonly startedAtMs: number | null;
  readonly endedAtMs: number | null;
}

/** Calls that run side by side are few. */
const MOST_HELD = 32;

export class ItemRecovery {
  readonly #rows = new RecentRows();
  /** Calls without an output, oldest first: it may come, and so may an event that tells all. */
  readonly #held = new Map<string, RecoveredTurnItem>();
  readonly #folder: string;
  #state: RecoveryState;

  /** @param folder of the thread */
  constructor(folder: string) {
    this.#folder = folder;
    this.#state = rememberFolder(INITIAL_RECOVERY_STATE, folder);
  }

  noteTurn(turnId: string): void {
    this.#rows.noteTurn(turnId);
  }

  /** An item that an event gave. */
  noteItem(turnId: string, turnItem: TurnItem): void {
    const item = toThreadItem(turnItem);
    this.#held.delete(keyOf(turnId, item.id));
    this.#rows.noteShown(turnId, item);
    for (const text of textsOf(item)) this.#rows.noteText(text, item.type === 'userMessage');
  }

  /**
   * What the next record brings to its end.
   *
   * @param ordinal of the record in the result: it names what has no name
   * @param turnId of the turn that is open
   * @param timeMs of its line
   */
  recover(
    record: RolloutRecord,
    { ordinal, turnId, timeMs }: { ordinal: number; turnId: string | null; timeMs: number | null },
  ): RecoveredTurnItem[] {
    if (record.type === 'turn_context') this.#state = rememberFolder(this.#state, record.payload.cwd);
    const current = turnId === null ? null : { turnId, occurrence: 0 };
    const { state, changes } = recoverRecord(this.#state, record, this.#rows, {
      current,
      recordIndex: ordinal,
    });
    this.#state = state;
    const ended = changes.flatMap((change) => this.#apply(change, timeMs) ?? []);
    const tooMany = [...this.#held.keys()].slice(0, Math.max(this.#held.size - MOST_HELD, 0));
    return [...ended, ...tooMany.flatMap((key) => this.#take(key) ?? [])];
  }

  /** Calls that never got an output. */
  finish(): RecoveredTurnItem[] {
    return [...this.#held.keys()].flatMap((key) => this.#take(key) ?? []);
  }

  /** @returns the item if nothing more is to come of it */
  #apply({ turn, itemId, occurrence, item, ended }: RecoveredChange, timeMs: number | null) {
    this.#rows.noteRecovered({ turn, itemId, occurrence, item }, ended);
    for (const text of textsOf(item)) this.#rows.noteText(text, item.type === 'userMessage');
    const id = occurrence === 0 ? itemId : `${itemId}~${occurrence}`;
    const turnItem = turnItemOfRecovered(item, id, this.#state.folder ?? this.#folder);
    if (turnItem === null) return null;
    const key = keyOf(turn.turnId, id);
    const startedAtMs = this.#take(key)?.startedAtMs ?? timeMs;
    const recovered = { turnId: turn.turnId, item: turnItem, startedAtMs, endedAtMs: ended ? timeMs : null };
    if (ended) return recovered;
    this.#held.set(key, recovered);
    return null;
  }

  #take(key: string): RecoveredTurnItem | null {
    const held = this.#held.get(key) ?? null;
    this.#held.delete(key);
    return held;
  }
}

function keyOf(turnId: string, itemId: string): string {
  return JSON.stringify([turnId, itemId]);
}

function textsOf(item: ThreadItem): string[] {
  if (item.type === 'agentMessage') return [item.text];
  if (item.type !== 'userMessage') return [];
  const texts = item.content.flatMap((part) => (part.type === 'text' ? [part.text] : []));
  return texts.length > 1 ? [texts.join(''), ...texts] : texts;
}
