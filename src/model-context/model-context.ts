/**
 * What the model would see if a thread were taken up again now, and what its session would know of the turns before.
 * How it is found out of a log is left to `reconstructModelContext`.
 */
import type { SessionMeta } from '../events/record/session-meta.js';
import type { TurnContext } from '../events/record/turn-context.js';
import type { WorldStateSnapshot } from '../world-state/snapshot.js';
import type { HistoryItem } from './history-item.js';

/** Settings of the newest turn that counts: a new turn that differs from them tells the model so. */
export interface PreviousTurnSettings {
  model: string;
  compHash: string | null;
  realtimeActive: boolean | null;
}

/** Which window of the conversation the model is in. The ids are UUIDs of version 7; null where the log names none. */
export interface ContextWindow {
  /** Compactions and new windows since the start of the thread. */
  number: number;
  firstId: string | null;
  previousId: string | null;
  id: string | null;
}

export interface ModelContext {
  /** Oldest first, before the changes that are made to a prompt on its way out (spec: model-context §4). */
  history: readonly HistoryItem[];
  previousTurnSettings: PreviousTurnSettings | null;
  /** What the next turn's context is compared with; null when the next turn tells the model everything anew. */
  referenceContext: TurnContext | null;
  /** What the next world state is compared with; null when it has to be written in full. */
  worldStateBaseline: WorldStateSnapshot | null;
  window: ContextWindow;
  lastStartedTurnId: string | null;
}

/** What a model context is made from. */
export interface ModelContextSource {
  /** The first session_meta of the newest rollout; copies of others among the records do not count. */
  meta: Pick<SessionMeta, 'context_window'> | null;
}
