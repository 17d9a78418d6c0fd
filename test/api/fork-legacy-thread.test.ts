import { describe, expect, it } from 'vitest';
import { rollout } from '../../src/testing/index.js';
import { useStore } from '../support/open-store.js';
import { useTempFolder } from '../support/temp-folder.js';
import { addNumberedTurns, idsOf, numberedThread } from '../support/threads.js';
import { turnStarted } from '../support/written-lines.js';

const openStore = useStore(useTempFolder());
const legacy = { historyMode: 'legacy' } as const;

/** Lines without their times, which are those of the copy. */
const untimed = (lines: Record<string, unknown>[]) => lines.map(({ timestamp, ...line }) => line);

describe('forks of legacy threads', () => {
  it('hold a full copy of their source, session_meta and world state included, after their own', async () => {
    const source = numberedThread(2, { ...legacy, detail: 'full', agentsMd: 'Be kind.' });
    const { store, linesOf } = await openStore([source]);
    const { threadId } = await store.forkThread({ threadId: source.threadId });
    const lines = linesOf(threadId);
    const copied = source.lines().map((line) => JSON.parse(line));
    expect(lines[0]).toMatchObject({
      type: 'session_meta',
      payload: { id: threadId, forked_from_id: source.threadId, history_mode: 'legacy' },
    });
    expect(untimed(lines.slice(1, -1))).toEqual(untimed(copied));
    expect(lines.some(({ type }) => type === 'world_state')).toBe(true);
    expect(lines.at(-1)).toMatchObject({ payload: { type: 'thread_settings_applied', thread_id: threadId } });
    expect(JSON.stringify(lines)).not.toMatch(/history_base|"ordinal"/);
    expect(idsOf(await store.listTurns(threadId))).toEqual(['turn-2', 'turn-1']);
    expect(await store.readThread(threadId)).toMatchObject({
      forkedFromId: source.threadId,
      historyMode: 'legacy',
    });
  });

  it('truncates_rollout_after_terminal_canonical_turn_id and before_terminal_canonical_turn_id', async () => {
    const source = numberedThread(3, legacy);
    const { store, linesOf } = await openStore([source]);
    const after = await store.forkThread({
      threadId: source.threadId,
      boundary: { kind: 'through', turnId: 'turn-2' },
    });
    const before = await store.forkThread({
      threadId: source.threadId,
      boundary: { kind: 'before', turnId: 'turn-3' },
    });
    for (const { threadId } of [after, before]) {
      expect(idsOf(await store.listTurns(threadId))).toEqual(['turn-2', 'turn-1']);
    }
    expect(linesOf(after.threadId)).toHaveLength(linesOf(before.threadId).length);
    const none = await store.forkThread({
      threadId: source.threadId,
      boundary: { kind: 'before', turnId: 'turn-1' },
    });
    expect(idsOf(await store.listTurns(none.threadId))).toEqual([]);
  });

  it('freezes an active turn as interrupted, also before_in_progress_canonical_turn_id', async () => {
    const source = numberedThread(1, legacy).turn((turn) => turn.user('unfinished'), { turnId: 'turn-2' });
    const { store, linesOf } = await openStore([source]);
    const { threadId } = await store.forkThread({ threadId: source.threadId });
    const [note, end] = linesOf(threadId).slice(-2);
    expect(note).toMatchObject({ type: 'response_item', payload: { role: 'user' } });
    expect(end).toMatchObject({
      payload: { type: 'turn_aborted', turn_id: 'turn-2', reason: 'interrupted' },
    });
    expect((await store.listTurns(threadId)).data[0]).toMatchObject({ id: 'turn-2', status: 'interrupted' });

    const before = await store.forkThread({
      threadId: source.threadId,
      boundary: { kind: 'before', turnId: 'turn-2' },
    });
    expect(linesOf(before.threadId).at(-1)).toMatchObject({ payload: { type: 'task_complete' } });
  });

  it('truncates_rollout_after_turn_id_rejects_rolled_back_turn, synthetic_legacy_turn_id and in_progress_turn', async () => {
    const rolledBack = addNumberedTurns(
      numberedThread(2, legacy).event({ type: 'thread_rolled_back', num_turns: 1 }),
      3,
      3,
    ).turn((turn) => turn.user('unfinished'), { turnId: 'turn-4' });
    const implicit = rollout({ ...legacy, detail: 'visible', seed: 2 })
      .sessionMeta()
      .event({ type: 'user_message', message: 'no turn was ever started' });
    const { store } = await openStore([rolledBack, implicit]);
    const refusal = (threadId: string, turnId: string) =>
      store
        .forkThread({ threadId, boundary: { kind: 'through', turnId } })
        .catch((error: Error) => error.message);
    expect(await refusal(rolledBack.threadId, 'turn-2')).toBe(
      "lastTurnId 'turn-2' was not found in the source thread",
    );
    expect(await refusal(rolledBack.threadId, 'turn-4')).toBe(
      "lastTurnId 'turn-4' identifies an in-progress turn",
    );
    const [synthetic = ''] = idsOf(await store.listTurns(implicit.threadId));
    expect(await refusal(implicit.threadId, synthetic)).toBe(
      `lastTurnId '${synthetic}' was not found in the source thread`,
    );
    await expect(
      store.forkThread({ threadId: implicit.threadId, boundary: { kind: 'before', turnId: synthetic } }),
    ).rejects.toThrow(`beforeTurnId '${synthetic}' was not found in the source thread`);
  });

  it('appends to the source after a fork was prepared stay out of it, and lines that are no records too', async () => {
    const source = numberedThread(1, legacy).raw('not a record\n');
    const { store, linesOf } = await openStore([source]);
    const prepared = await store.prepareFork({ threadId: source.threadId });
    const live = store.openThread(source.threadId);
    live.append([turnStarted('late')]);
    const { threadId } = prepared.commit();
    expect(idsOf(await store.listTurns(threadId))).toEqual(['turn-1']);
    expect(linesOf(threadId)).toHaveLength(1 + source.lines().length - 1);
    await live.projected();
    expect(idsOf(await store.listTurns(source.threadId))).toEqual(['late', 'turn-1']);
  });
});
