/** What the peer's materialisation tests demand of the rows of a line, under their names (spec: peer-tests A). */
import { expect, it } from 'vitest';
import { restoreCheckpoint } from '../support/checkpoints.js';
import { usePeerLab } from '../support/peer-lab.js';
import { aborted, agentMessage, completed, itemDone, started, userMessage } from '../support/plain-events.js';

const peer = usePeerLab();

it('paginated_live_append_materializes_turn_items_and_state', async () => {
  const { thread } = peer;
  const start = peer.length();
  thread
    .event(started('turn', { root_turn_id: 'root', started_at: 100 }))
    .event(itemDone('turn', userMessage('user'), { started_at_ms: 100_000, completed_at_ms: 100_001 }))
    .event(itemDone('turn', agentMessage('agent'), { started_at_ms: 101_000, completed_at_ms: 102_000 }))
    .event(completed('turn', { started_at: 100, completed_at: 103, duration_ms: 3_000 }));
  const { turns, items, checkpoint, diagnostics } = await peer.catchUp();
  expect(turns).toEqual([
    {
      turn_id: 'turn',
      occurrence: 0,
      root_turn_id: 'root',
      rollout_ordinal: 1,
      rollout_byte_offset: start,
      rollout_end_ordinal: 4,
      rollout_end_byte_offset: peer.length(),
      status: 'completed',
      error_json: null,
      started_at: 100,
      completed_at: 103,
      duration_ms: 3_000,
      first_user_item_id: 'user',
      final_agent_item_id: 'agent',
      updated_at_ordinal: 4,
    },
  ]);
  expect(items).toMatchObject([
    {
      item_id: 'user',
      rollout_ordinal: 2,
      updated_at_ordinal: 2,
      created_at_ms: 100_000,
      item_type: 'userMessage',
    },
    {
      item_id: 'agent',
      rollout_ordinal: 3,
      updated_at_ordinal: 3,
      created_at_ms: 101_000,
      item_type: 'agentMessage',
    },
  ]);
  expect(checkpoint).toMatchObject({ next_rollout_byte_offset: peer.length(), next_rollout_ordinal: 5 });
  expect(diagnostics).toEqual([]);
});

const realtime = (id: string, type: string) => ({
  id,
  realtime_session_id: '019cadc6-9a80-7000-8000-0000000000aa',
  type,
  ...(type === 'transcript_segment' && { role: 'user', text: 'tide' }),
  ...(type === 'realtime_session_closed' && { outcome: 'ended' }),
});

it('paginated_realtime_items_materialize_separately_in_rollout_order', async () => {
  const { lab, thread } = peer;
  thread
    .record('realtime_item', realtime('r1', 'realtime_session_started'))
    .event(started('turn'))
    .record('realtime_item', realtime('r2', 'transcript_segment'))
    .record('realtime_item', realtime('r2', 'realtime_session_closed'))
    .record('realtime_item', realtime('r3', 'realtime_session_closed'));
  const rows = await peer.catchUp();
  expect(rows.items).toEqual([]);
  expect(rows.realtime).toMatchObject([
    { item_id: 'r1', rollout_ordinal: 1, item_type: 'realtime_session_started' },
    { item_id: 'r2', rollout_ordinal: 3, item_type: 'transcript_segment' },
    { item_id: 'r3', rollout_ordinal: 5, item_type: 'realtime_session_closed' },
  ]);
  expect(rows.realtime[0]?.created_at_ms).toBe(thread.startedAt().getTime() + 1);

  restoreCheckpoint(lab.database, thread.threadId, null);
  lab.restart();
  expect(await peer.catchUp()).toEqual(rows);

  peer
    .begin({ historyMode: 'legacy', seed: 2 })
    .record('realtime_item', realtime('r1', 'realtime_session_started'));
  expect((await peer.catchUp()).realtime).toEqual([]);
});

it('active_turn_stores_only_its_start_position', async () => {
  const { lab, thread } = peer;
  const start = peer.length();
  thread
    .event(started('turn', { started_at: 100 }))
    .event(itemDone('turn', userMessage('u'), { started_at_ms: 1 }));
  const rows = await peer.catchUp();
  expect(rows.turns).toMatchObject([
    {
      status: 'inProgress',
      rollout_ordinal: 1,
      rollout_byte_offset: start,
      rollout_end_ordinal: null,
      rollout_end_byte_offset: null,
      completed_at: null,
      first_user_item_id: 'u',
      final_agent_item_id: null,
    },
  ]);
  lab.restart();
  await lab.project(thread.threadId);
  expect(lab.rows(thread.threadId)).toEqual(rows);
});

it('subagent_prefix_advances_projection_without_materializing_history', async () => {
  const thread = peer.begin({ seed: 3 }, { subagent_history_start_ordinal: 4 });
  thread
    .event(started('inherited'))
    .event(itemDone('inherited', userMessage('u'), { started_at_ms: 1 }))
    .record('realtime_item', realtime('r', 'transcript_segment'));
  let rows = await peer.catchUp();
  expect(rows).toMatchObject({ turns: [], items: [], realtime: [], diagnostics: [] });
  expect(rows.checkpoint).toMatchObject({ next_rollout_byte_offset: peer.length(), next_rollout_ordinal: 4 });

  thread.event(started('own')).event(itemDone('own', agentMessage('a'), { started_at_ms: 1 }));
  rows = await peer.catchUp();
  expect(rows).toMatchObject({
    turns: [{ turn_id: 'own', rollout_ordinal: 4 }],
    items: [{ rollout_ordinal: 5 }],
  });
});

it('projection_preserves_exact_lifecycle_timestamps', async () => {
  const { thread } = peer;
  const times = [
    { started_at_ms: 1_772_442_000_123, completed_at_ms: 1_772_442_000_456 },
    { started_at_ms: 1_772_442_000_123, completed_at_ms: 0 },
    { completed_at_ms: 1_772_442_000_456 },
    {},
  ];
  thread.event(started('turn'));
  for (const [index, time] of times.entries()) thread.event(itemDone('turn', userMessage(`u${index}`), time));
  const { items } = await peer.catchUp();
  const lineTime = thread.startedAt().getTime();
  expect(items).toMatchObject([
    {
      started_at_ms: 1_772_442_000_123,
      completed_at_ms: 1_772_442_000_456,
      created_at_ms: 1_772_442_000_123,
    },
    { started_at_ms: 1_772_442_000_123, completed_at_ms: null, created_at_ms: 1_772_442_000_123 },
    { started_at_ms: null, completed_at_ms: 1_772_442_000_456, created_at_ms: lineTime + 4 },
    { started_at_ms: null, completed_at_ms: null, created_at_ms: lineTime + 5 },
  ]);
});

it('unexpected_duplicate_item_completion_does_not_poison_projection', async () => {
  const { thread } = peer;
  thread
    .event(started('turn'))
    .event(
      itemDone('turn', agentMessage('a', undefined, 'first'), { started_at_ms: 10, completed_at_ms: 20 }),
    )
    .event(itemDone('turn', agentMessage('b'), { started_at_ms: 11 }))
    .event(
      itemDone('turn', agentMessage('a', undefined, 'second'), { started_at_ms: 30, completed_at_ms: 40 }),
    );
  const { items } = await peer.catchUp();
  expect(items).toMatchObject([
    {
      item_id: 'a',
      rollout_ordinal: 2,
      updated_at_ordinal: 4,
      created_at_ms: 10,
      started_at_ms: 10,
      completed_at_ms: 20,
    },
    { item_id: 'b', rollout_ordinal: 3, updated_at_ordinal: 3 },
  ]);
  expect(items[0]?.item_json).toContain('second');
});

it('terminal_turn_does_not_change_after_later_records', async () => {
  const { thread } = peer;
  thread
    .event(started('turn', { root_turn_id: 'root', started_at: 1 }))
    .event(completed('turn', { completed_at: 2 }));
  const before = (await peer.catchUp()).turns;
  thread
    .event(started('turn', { root_turn_id: 'another root', started_at: 9 }))
    .event(itemDone('turn', userMessage('late'), { started_at_ms: 1 }))
    .event(itemDone('turn', agentMessage('late answer', 'final_answer'), { started_at_ms: 1 }))
    .event(aborted('turn', { completed_at: 99 }));
  const rows = await peer.catchUp();
  expect(rows.turns).toEqual(before);
  expect(rows.turns).toMatchObject([{ status: 'completed', root_turn_id: 'root', first_user_item_id: null }]);
  expect(rows.items).toHaveLength(2);
});

it('summary_items_use_final_answers_and_ignore_nonterminal_messages', async () => {
  const { thread } = peer;
  const said = (turnId: string, id: string, phase?: string) =>
    thread.event(itemDone(turnId, agentMessage(id, phase), { started_at_ms: 1 }));
  // Items that stand before their turn.
  thread.event(itemDone('review', userMessage('asked'), { started_at_ms: 1 }));
  said('review', 'answered', 'final_answer');
  thread.event(completed('review'));
  thread.event(started('open'));
  said('open', 'no phase');
  said('open', 'aside', 'commentary');
  thread.event(started('done'));
  said('done', 'no phase');
  said('done', 'final', 'final_answer');
  said('done', 'aside', 'commentary');
  said('done', 'no phase again');
  thread.event(completed('done')).event(started('plain'));
  said('plain', 'first');
  said('plain', 'last');
  said('plain', 'aside', 'commentary');
  thread.event(completed('plain'));
  expect((await peer.catchUp()).turns).toMatchObject([
    { turn_id: 'review', first_user_item_id: 'asked', final_agent_item_id: 'answered' },
    { turn_id: 'open', first_user_item_id: null, final_agent_item_id: null },
    { turn_id: 'done', final_agent_item_id: 'final' },
    { turn_id: 'plain', final_agent_item_id: 'last' },
  ]);
});

it('paginated_projection_accepts_float_rate_limits_and_later_final_answers', async () => {
  const { thread } = peer;
  const limit = '{"used_percent":0.0,"window_minutes":300,"resets_at":1772442000}';
  const payload = `{"type":"token_count","info":null,"rate_limits":{"primary":${limit},"secondary":{"used_percent":1e-12}}}`;
  thread
    .event(started('turn'))
    .raw(`{"timestamp":"2026-03-02T09:00:00.000Z","ordinal":2,"type":"event_msg","payload":${payload}}\n`)
    .nextOrdinal(3)
    .event(itemDone('turn', agentMessage('a', 'final_answer'), { started_at_ms: 1 }));
  const rows = await peer.catchUp();
  expect(rows.diagnostics).toEqual([]);
  expect(rows.checkpoint).toMatchObject({ next_rollout_byte_offset: peer.length(), next_rollout_ordinal: 4 });
  expect(rows.turns).toMatchObject([{ final_agent_item_id: 'a' }]);
});
