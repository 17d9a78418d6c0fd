/** What a session hands to a live thread: its first record, and small items. */

export const LIVE_THREAD_ID = '019cb500-0000-7000-8000-00000000be0c';
const TURN_ID = '019cb500-0000-7000-8000-00000000be0d';

/** @param {'paginated' | 'legacy'} historyMode */
export function liveMeta(historyMode) {
  return {
    session_id: LIVE_THREAD_ID,
    id: LIVE_THREAD_ID,
    timestamp: '2026-03-02T09:00:00.000Z',
    cwd: '/home/mira/tidemark',
    originator: 'codex_cli_rs',
    cli_version: '0.169.0',
    source: 'cli',
    model_provider: 'openai',
    history_mode: historyMode,
  };
}

/** @type {any} */
export const TURN_STARTED = {
  type: 'event_msg',
  payload: {
    type: 'task_started',
    turn_id: TURN_ID,
    started_at: 1_772_442_000,
    model_context_window: null,
    collaboration_mode_kind: 'default',
  },
};

/**
 * A short answer; a legacy thread writes it as the event of its own.
 *
 * @param {string} id
 * @param {string} text
 * @returns {any}
 */
export function answer(id, text) {
  return {
    type: 'event_msg',
    payload: {
      type: 'item_completed',
      thread_id: LIVE_THREAD_ID,
      turn_id: TURN_ID,
      item: { type: 'AgentMessage', id, content: [{ type: 'Text', text }] },
      started_at_ms: 1_772_442_001_000,
      completed_at_ms: 1_772_442_002_000,
    },
  };
}

/** Milliseconds on a clock that all processes of the machine share. */
export const sharedNow = () => performance.timeOrigin + performance.now();
