/**
 * What the peer's materialisation tests demand of catching up with a rollout, behaviour by behaviour under their names
 * (spec: peer-tests A). What a line becomes is in the files beside this one.
 */
import { rmSync } from 'node:fs';
import { expect, it } from 'vitest';
import { readCheckpoint } from '../../src/store/checkpoint.js';
import { formatRecordLine } from '../../src/testing/index.js';
import { restoreCheckpoint } from '../support/checkpoints.js';
import { usePeerLab } from '../support/peer-lab.js';
import { agentMessage, completed, itemDone, started, userMessage } from '../support/plain-events.js';

const peer = usePeerLab();

const turnIds = (rows: { turns: Record<string, unknown>[] }) => rows.turns.map(({ turn_id }) => turn_id);
const kinds = (rows: { diagnostics: Record<string, unknown>[] }) => rows.diagnostics.map(({ kind }) => kind);

it('next_write_catches_up_unprojected_durable_suffix', async () => {
  const { lab, thread } = peer;
  thread.event(started('a')).event(completed('a'));
  await peer.catchUp();
  const rewound = readCheckpoint(lab.database.reader, thread.threadId);
  thread.event(started('b')).event(itemDone('b', userMessage('u'), { started_at_ms: 5 }));
  await peer.catchUp();
  restoreCheckpoint(lab.database, thread.threadId, rewound);

  thread.event(completed('b'));
  const rows = await peer.catchUp();
  expect(rows.turns).toMatchObject([
    { turn_id: 'a', status: 'completed' },
    {
      turn_id: 'b',
      status: 'completed',
      rollout_ordinal: 3,
      rollout_end_ordinal: 5,
      first_user_item_id: 'u',
    },
  ]);
  expect(rows.checkpoint).toMatchObject({ next_rollout_byte_offset: peer.length(), next_rollout_ordinal: 6 });
  expect(rows.diagnostics).toEqual([]);
});

it('synchronized_catch_up_does_not_replay_old_rows', async () => {
  const { lab, thread } = peer;
  thread.event(started('a')).event(itemDone('a', agentMessage('m'), { started_at_ms: 5 }));
  await peer.catchUp();
  lab.database.writer.exec("update thread_items set item_json = '{}'");
  const rows = lab.rows(thread.threadId);
  await lab.project(thread.threadId);
  expect(lab.rows(thread.threadId)).toEqual(rows);
  expect(rows.items).toMatchObject([{ item_json: '{}' }]);
});

it('catch_up_preserves_trailing_partial_line_boundaries', async () => {
  const { lab, thread, path } = peer;
  thread.event(started('a'));
  const start = peer.length();
  thread.event(completed('a'));
  const bytes = thread.bytes();
  lab.write(bytes.subarray(0, -20), path);
  await lab.project(thread.threadId);
  expect(lab.rows(thread.threadId)).toMatchObject({
    turns: [{ status: 'inProgress', rollout_end_byte_offset: null }],
    checkpoint: { next_rollout_byte_offset: start, next_rollout_ordinal: 2 },
    diagnostics: [],
  });
  lab.write(bytes.subarray(0, -1), path);
  await lab.project(thread.threadId);
  expect(lab.rows(thread.threadId).turns).toMatchObject([{ status: 'inProgress' }]);

  expect((await peer.catchUp()).turns).toMatchObject([
    { status: 'completed', rollout_end_ordinal: 2, rollout_end_byte_offset: bytes.length },
  ]);
});

it('catch_up_skips_invalid_complete_suffixes_and_projects_later_history', async () => {
  const { thread } = peer;
  thread.event(started('no ordinal'), { ordinal: null });
  let rows = await peer.catchUp();
  expect(rows).toMatchObject({
    turns: [],
    checkpoint: { next_rollout_byte_offset: peer.length(), next_rollout_ordinal: 1 },
  });
  expect(kinds(rows)).toEqual(['missing_ordinal']);

  thread.nextOrdinal(1).event(started('first')).nextOrdinal(1).event(started('second of ordinal 1'));
  rows = await peer.catchUp();
  expect(turnIds(rows)).toEqual(['first']);
  expect(rows.checkpoint).toMatchObject({ next_rollout_byte_offset: peer.length(), next_rollout_ordinal: 2 });

  thread.event(completed('first')).nextOrdinal(7).event(started('after a gap'));
  rows = await peer.catchUp();
  expect(rows.turns).toMatchObject([
    { turn_id: 'first', rollout_end_ordinal: 2 },
    { turn_id: 'after a gap', rollout_ordinal: 7 },
  ]);
  expect(rows.checkpoint).toMatchObject({ next_rollout_byte_offset: peer.length(), next_rollout_ordinal: 8 });
  expect(kinds(rows)).toEqual(['missing_ordinal', 'duplicate_or_regressed_ordinal', 'forward_ordinal_gap']);
});

it('catch_up_rejects_missing_rollout_after_projection: differs on purpose, its rows are kept and read', async () => {
  const { lab, thread, path } = peer;
  thread.event(started('a')).event(completed('a'));
  const rows = await peer.catchUp();
  rmSync(path);
  await expect(lab.project(thread.threadId)).resolves.toMatchObject({ threadId: thread.threadId });
  expect(lab.rows(thread.threadId)).toMatchObject({
    turns: rows.turns,
    checkpoint: { source_gone: 'vanished' },
  });
  expect((await lab.service.listTurns(thread.threadId)).data).toMatchObject([{ id: 'a' }]);
});

it('blank_and_rejected_rollout_lines_advance_projection', async () => {
  const { lab, thread } = peer;
  thread.blank().raw('   \t\r\n').raw('{"timestamp":"2026-03-02T09:00:00.000Z","ordinal":1,"type":"ev\n');
  let rows = await peer.catchUp();
  expect(rows.checkpoint).toMatchObject({ next_rollout_byte_offset: peer.length(), next_rollout_ordinal: 1 });
  expect(kinds(rows)).toEqual(['malformed_json']);

  const start = peer.length();
  thread.event(started('a'));
  rows = await peer.catchUp();
  expect(rows.turns).toMatchObject([{ rollout_ordinal: 1, rollout_byte_offset: start }]);
  expect(await lab.rebuild(thread.threadId)).toEqual(rows);
});

it('unknown_rollout_lines_leave_ordinals_pending_for_valid_retries', async () => {
  const { thread } = peer;
  thread.record('tide_forecast', { metres: 1 });
  expect((await peer.catchUp()).checkpoint).toMatchObject({
    next_rollout_byte_offset: peer.length(),
    next_rollout_ordinal: 1,
  });
  thread
    .nextOrdinal(1)
    .event(started('retry of 1'))
    .record('tide_forecast', { metres: 2 })
    .event(started('at 3'));
  const rows = await peer.catchUp();
  expect(rows.turns).toMatchObject([
    { turn_id: 'retry of 1', rollout_ordinal: 1 },
    { turn_id: 'at 3', rollout_ordinal: 3 },
  ]);
  expect(kinds(rows)).toEqual(['unknown_line', 'unknown_line', 'forward_ordinal_gap']);
});

/** A line whose timestamp is no time. */
const untimed = (ordinal: number, payload: Record<string, unknown>): string =>
  `${formatRecordLine({ timestamp: 'yesterday', ordinal, type: 'event_msg', payload })}\n`;

it('event_timestamps_allow_invalid_rollout_timestamps', async () => {
  const { thread } = peer;
  thread
    .raw(untimed(1, started('a')))
    .raw(untimed(2, itemDone('a', userMessage('with a time'), { started_at_ms: 77 })))
    .raw(untimed(3, itemDone('a', userMessage('without'))))
    .raw(untimed(4, completed('a')));
  const rows = await peer.catchUp();
  expect(rows.items).toMatchObject([{ item_id: 'with a time', created_at_ms: 77 }]);
  expect(rows.turns).toMatchObject([{ status: 'completed', rollout_end_ordinal: 4 }]);
  expect(rows.diagnostics).toMatchObject([{ kind: 'invalid_timestamp', action: 'line_skipped', ordinal: 3 }]);
  expect(rows.checkpoint).toMatchObject({ next_rollout_ordinal: 5, next_rollout_byte_offset: peer.length() });
});

it('malformed_rollout_lines_skip_inferred_ordinal_gaps', async () => {
  const { thread } = peer;
  thread.raw('{"timestamp":"2026-03-02T09:00:00.000Z","ordinal":1,\n').nextOrdinal(2).event(started('a'));
  const rows = await peer.catchUp();
  expect(rows.turns).toMatchObject([{ turn_id: 'a', rollout_ordinal: 2 }]);
  expect(kinds(rows)).toEqual(['malformed_json', 'forward_ordinal_gap']);
  expect(rows.checkpoint).toMatchObject({ next_rollout_ordinal: 3, next_rollout_byte_offset: peer.length() });
});
