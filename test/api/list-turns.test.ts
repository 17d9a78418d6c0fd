import { describe, expect, it } from 'vitest';
import { rollout } from '../../src/testing/index.js';
import { allPages } from '../support/all-pages.js';
import { useHistory } from '../support/open-history.js';
import { turnCursor } from '../support/page-cursors.js';
import { useTempFolder } from '../support/temp-folder.js';
import { addNumberedTurns, idsOf, numberedThread, textOf } from '../support/threads.js';

const openHistory = useHistory(useTempFolder());

describe('pages of turns', () => {
  it('list_turns_pages_projected_rows_and_applies_item_views', async () => {
    const thread = rollout({ detail: 'visible' })
      .sessionMeta()
      .turn(
        (turn) => turn.user('one').reasoning('**hm**').agent('un', { phase: 'final_answer' }).complete(),
        {
          turnId: 'turn-1',
          rootTurnId: 'root-1',
        },
      )
      .turn((turn) => turn.user('two').fail('no more tokens', 'usage_limit_exceeded'), { turnId: 'turn-2' })
      .turn((turn) => turn.user('three').agent('trois', { phase: 'final_answer' }).complete(), {
        turnId: 'turn-3',
      });
    const { service } = await openHistory([thread]);
    const first = await service.listTurns(thread.threadId, {
      direction: 'asc',
      limit: 2,
      itemsView: 'summary',
    });
    expect(idsOf(first)).toEqual(['turn-1', 'turn-2']);
    expect(first.data.map(({ items }) => items.map(({ value }) => textOf(value)))).toEqual([
      ['one', 'un'],
      ['two'],
    ]);
    expect(first.data.map(({ rootTurnId }) => rootTurnId)).toEqual(['root-1', 'turn-2']);
    expect(first.data.map(({ status }) => status)).toEqual(['completed', 'failed']);
    expect(first.data[0]?.error).toBeNull();
    expect(first.data[1]?.error?.text).toBe(
      '{"message":"no more tokens","codexErrorInfo":"usageLimitExceeded","additionalDetails":null,"misalignment":null}',
    );
    expect(first.nextCursor).toBe(turnCursor({ threadId: thread.threadId, ordinal: 6 }));
    expect(first.backwardsCursor).toBe(
      turnCursor({ threadId: thread.threadId, ordinal: 1, includeAnchor: true }),
    );

    const second = await service.listTurns(thread.threadId, {
      direction: 'asc',
      limit: 2,
      itemsView: 'notLoaded',
      cursor: first.nextCursor ?? '',
    });
    expect(second.data.map(({ id, items, itemsView }) => ({ id, items, itemsView }))).toEqual([
      { id: 'turn-3', items: [], itemsView: 'notLoaded' },
    ]);
    expect(second.nextCursor).toBeNull();
    expect(second.backwardsCursor).toBe(
      turnCursor({ threadId: thread.threadId, ordinal: 9, includeAnchor: true }),
    );
  });

  it('thread_turns_list_can_page_backward_and_forward', async () => {
    const thread = numberedThread(5);
    const { service } = await openHistory([thread]);
    const newest = await service.listTurns(thread.threadId, { limit: 2 });
    expect(idsOf(newest)).toEqual(['turn-5', 'turn-4']);
    const older = await service.listTurns(thread.threadId, { limit: 2, cursor: newest.nextCursor ?? '' });
    expect(idsOf(older)).toEqual(['turn-3', 'turn-2']);
    // The backwards cursor includes its turn, and pages the other way.
    const forward = await service.listTurns(thread.threadId, {
      limit: 10,
      direction: 'asc',
      cursor: older.backwardsCursor ?? '',
    });
    expect(idsOf(forward)).toEqual(['turn-3', 'turn-4', 'turn-5']);
    const oldest = await service.listTurns(thread.threadId, { limit: 2, cursor: older.nextCursor ?? '' });
    expect(idsOf(oldest)).toEqual(['turn-1']);
    expect(oldest.nextCursor).toBeNull();
  });

  it('thread_turns_list_supports_requested_items_view', async () => {
    const thread = rollout()
      .sessionMeta()
      .turn((turn) =>
        turn
          .user('go')
          .agent('first I look', { phase: 'commentary' })
          .command({ command: 'ls', output: 'a\n' })
          .agent('there is a', { phase: 'final_answer' })
          .complete(),
      );
    const { service } = await openHistory([thread]);
    const kinds = async (itemsView: 'notLoaded' | 'summary' | 'full' | undefined) => {
      const [turn] = (await service.listTurns(thread.threadId, { itemsView })).data;
      return [turn?.itemsView, ...(turn?.items ?? []).map(({ value }) => value.type)];
    };
    expect(await kinds('notLoaded')).toEqual(['notLoaded']);
    expect(await kinds('summary')).toEqual(['summary', 'userMessage', 'agentMessage']);
    expect(await kinds(undefined)).toEqual(['summary', 'userMessage', 'agentMessage']);
    expect(await kinds('full')).toEqual([
      'full',
      'userMessage',
      'agentMessage',
      'commandExecution',
      'agentMessage',
    ]);
  });

  it('the full view has all items of a turn with more of them than are read at once', async () => {
    const count = 1_203;
    const thread = rollout({ detail: 'visible' })
      .sessionMeta()
      .turn((turn) => {
        for (let number = 0; number < count; number++)
          turn.item({ type: 'Plan', id: `p${number}`, text: '' });
        turn.complete();
      });
    const { service } = await openHistory([thread]);
    const [turn] = (await service.listTurns(thread.threadId, { itemsView: 'full' })).data;
    expect(turn?.items.map(({ value }) => value.id)).toEqual(
      Array.from({ length: count }, (_, n) => `p${n}`),
    );
  });

  it('reports a turn that nobody ended as interrupted, without touching its row', async () => {
    const thread = numberedThread(1).turn((turn) => turn.user('still there?'), { turnId: 'open' });
    const { service, database } = await openHistory([thread]);
    const [open] = (await service.listTurns(thread.threadId, { limit: 1 })).data;
    expect(open).toMatchObject({ id: 'open', status: 'interrupted', completedAt: null, durationMs: null });
    const row = database.reader.prepare("select status from thread_turns where turn_id = 'open'").get();
    expect(row).toEqual({ status: 'inProgress' });
  });

  it('the first page is 25 turns, newest first; limits are clamped into 1 to 100', async () => {
    const thread = numberedThread(120);
    const { service } = await openHistory([thread]);
    const count = async (limit?: number) => (await service.listTurns(thread.threadId, { limit })).data.length;
    const page = await service.listTurns(thread.threadId);
    expect(idsOf(page)).toEqual(Array.from({ length: 25 }, (_, index) => `turn-${120 - index}`));
    expect([await count(0), await count(1), await count(101), await count(4_000_000_000)]).toEqual([
      1, 1, 100, 100,
    ]);
  });

  it('pages of any size and direction, put together, are the turns', async () => {
    const thread = numberedThread(7);
    const { service } = await openHistory([thread]);
    const ids = Array.from({ length: 7 }, (_, index) => `turn-${index + 1}`);
    for (const limit of [1, 2, 3, 7, 8]) {
      for (const direction of ['asc', 'desc'] as const) {
        const pages = await allPages((cursor) =>
          service.listTurns(thread.threadId, { direction, limit, cursor }),
        );
        expect(pages.flat().map(({ id }) => id)).toEqual(direction === 'asc' ? ids : [...ids].reverse());
        expect(pages).toHaveLength(Math.ceil(7 / limit));
      }
    }
  });

  it('a cursor goes on where it was while the thread grows, and works in the other direction', async () => {
    const thread = numberedThread(3);
    const { service, write } = await openHistory([thread]);
    const first = await service.listTurns(thread.threadId, { direction: 'asc', limit: 3 });
    expect(first.nextCursor).toBeNull();
    const half = await service.listTurns(thread.threadId, { direction: 'asc', limit: 2 });
    write(addNumberedTurns(thread, 4, 5));
    const rest = await service.listTurns(thread.threadId, {
      direction: 'asc',
      cursor: half.nextCursor ?? '',
    });
    expect(idsOf(rest)).toEqual(['turn-3', 'turn-4', 'turn-5']);
    const back = await service.listTurns(thread.threadId, {
      direction: 'desc',
      cursor: half.nextCursor ?? '',
    });
    expect(idsOf(back)).toEqual(['turn-1']);
  });

  it('thread_turns_list_rejects_unmaterialized_loaded_thread: we differ, it gives an empty page without cursors', async () => {
    const thread = rollout().sessionMeta();
    const { service } = await openHistory([thread]);
    expect(await service.listTurns(thread.threadId)).toEqual({
      data: [],
      nextCursor: null,
      backwardsCursor: null,
    });
  });

  it('a turn has its keys in the order of Codex', async () => {
    const thread = numberedThread(1);
    const { service } = await openHistory([thread]);
    const [turn] = (await service.listTurns(thread.threadId)).data;
    expect(Object.keys(turn ?? {})).toEqual([
      'id',
      'rootTurnId',
      'items',
      'itemsView',
      'status',
      'error',
      'startedAt',
      'completedAt',
      'durationMs',
    ]);
  });

  it('archived threads page too', async () => {
    const thread = numberedThread(2);
    const { service } = await openHistory([{ rollout: thread, archived: true }]);
    expect(idsOf(await service.listTurns(thread.threadId))).toEqual(['turn-2', 'turn-1']);
  });

  it('a thread that no home has is not loaded', async () => {
    const { service } = await openHistory([]);
    await expect(service.listTurns('01a1fb5a-0000-7000-8000-000000000000')).rejects.toMatchObject({
      code: 'thread_not_found',
      message: 'thread not loaded: 01a1fb5a-0000-7000-8000-000000000000',
    });
  });
});
