/** What a session hands to a live thread: its first record, turns and items. */
import type { RolloutRecord } from '../../src/events/decode-line.js';
import { SessionMeta } from '../../src/events/record/session-meta.js';

export const LIVE_ID = '019cb500-0000-7000-8000-00000000f001';

export function liveMeta(fields: Partial<SessionMeta> = {}): SessionMeta {
  return SessionMeta.parse({
    session_id: LIVE_ID,
    id: LIVE_ID,
    timestamp: '2026-03-02T09:00:00.000Z',
    cwd: '/home/mira/tidemark',
    originator: 'codex_cli_rs',
    cli_version: '0.169.0',
    source: 'cli',
    model_provider: 'openai',
    history_mode: 'paginated',
    ...fields,
  });
}

export function turnStarted(turnId: string): RolloutRecord {
  const started = { started_at: 1_772_442_000, model_context_window: null };
  return event({
    type: 'task_started',
    turn_id: turnId,
    root_turn_id: turnId,
    ...started,
    collaboration_mode_kind: 'default',
  });
}

export function turnCompleted(turnId: string): RolloutRecord {
  const times = { started_at: 1_772_442_000, completed_at: 1_772_442_004, duration_ms: 4_000 };
  return event({ type: 'task_complete', turn_id: turnId, last_agent_message: null, ...times });
}

export function asked(turnId: string, id: string, text: string): RolloutRecord {
  const content = [{ type: 'text' as const, text, text_elements: [] }];
  return completed(turnId, { type: 'UserMessage', id, content });
}

export function answered(turnId: string, id: string, text: string): RolloutRecord {
  return completed(turnId, { type: 'AgentMessage', id, content: [{ type: 'Text', text }] });
}

type EventPayload = Extract<RolloutRecord, { type: 'event_msg' }>['payload'];
type ItemCompleted = Extract<EventPayload, { type: 'item_completed' }>;

function completed(turnId: string, item: ItemCompleted['item']): RolloutRecord {
  const times = { started_at_ms: 1_772_442_001_000, completed_at_ms: 1_772_442_002_000 };
  return event({ type: 'item_completed', thread_id: LIVE_ID, turn_id: turnId, item, ...times });
}

function event(payload: EventPayload): RolloutRecord {
  return { type: 'event_msg', payload };
}
