import { describe, expect, it } from 'vitest';
import type { TimelineEntry } from '../../src/api/list-timeline.js';
import { type RolloutBuilder, rollout } from '../../src/testing/index.js';
import { useHistory } from '../support/open-history.js';
import { useTempFolder } from '../support/temp-folder.js';
import { addNumberedTurns, numberedThread, textOf } from '../support/threads.js';

const openHistory = useHistory(useTempFolder());

function realtime(thread: RolloutBuilder, type: string, id: string, fields = {}): RolloutBuilder {
  return thread.record('realtime_item', { id, realtime_session_id: 'voice', type, ...fields });
}
const opens = (thread: RolloutBuilder, id = 'open') => realtime(thread, 'realtime_session_started', id);
const says = (thread: RolloutBuilder, text: string) =>
  realtime(thread, 'transcript_segment', text, { role: 'user', text });
const closes = (thread: RolloutBuilder) =>
  realtime(thread, 'realtime_session_closed', 'close', { outcome: 'ended' });

/** An entry in a word. */
function word(entry: TimelineEntry): string {
  switch (entry.type) {
    case 'turnStarted':
      return `(${entry.turnId}`;
    case 'turnCompleted':
      return `${entry.turnId})`;
    case 'item':
      return textOf(entry.item.value);
    case 'realtime':
      return entry.item.type === 'transcriptSegment' ? `"${entry.item.text}"` : entry.item.id;
  }
}

async function pagesOf(
  { service }: Awaited<ReturnType<typeof openHistory>>,
  threadId: string,
  limit: number,
): Promise<{ words: string[]; active: string | null }[]> {
  const pages = [];
  for (let cursor: string | undefined; ; ) {
    const page = await service.listTimeline(threadId, { limit, cursor });
    pages.push({ words: page.data.map(word), active: page.activeRealtimeSessionAtPageStart });
    if (page.nextCursor === null) return pages;
    cursor = page.nextCursor;
  }
}

describe('the timeline', () => {
  it('timeline_interleaves_items_and_restores_page_boundary_session_state', async () => {
    const thread = numberedThread(1);
    says(opens(thread), 'hey');
    addNumberedTurns(thread, 2, 2);
    addNumberedTurns(closes(thread), 3, 3);
    const history = await openHistory([thread]);
    expect(await pagesOf(history, thread.threadId, 5)).toEqual([
      { words: ['close', '(turn-3', 'question 3', 'answer 3', 'turn-3)'], active: 'voice' },
      { words: ['"hey"', '(turn-2', 'question 2', 'answer 2', 'turn-2)'], active: 'voice' },
      { words: ['(turn-1', 'question 1', 'answer 1', 'turn-1)', 'open'], active: null },
    ]);
    const [after] = await pagesOf(history, thread.threadId, 4);
    expect(after).toEqual({ words: ['(turn-3', 'question 3', 'answer 3', 'turn-3)'], active: null });
    // Lists of items have no realtime items.
    const { data } = await history.service.listItems(thread.threadId);
    expect(data.map(({ item }) => textOf(item.value))).toEqual(
      [1, 2, 3].flatMap((number) => [`question ${number}`, `answer ${number}`]),
    );
  });

  it('timeline_turn_boundaries_page_through_shared_ordinals', async () => {
    // Turns that are known from their end alone begin and end at one ordinal.
    const thread = rollout({ detail: 'visible' })
      .sessionMeta()
      .turn((turn) => turn.user('no start').complete(), { turnId: 'a', started: false })
      .turn((turn) => turn.complete(), { turnId: 'b', started: false });
    const history = await openHistory([thread]);
    const whole = await history.service.listTimeline(thread.threadId);
    expect(whole.data.map(({ position }) => position)).toEqual([1, 2, 2, 3, 3]);
    expect(whole.data.map(word)).toEqual(['no start', '(a', 'a)', '(b', 'b)']);
    for (const limit of [1, 2, 3, 4]) {
      const pages = await pagesOf(history, thread.threadId, limit);
      expect(pages.reverse().flatMap(({ words }) => words)).toEqual(whole.data.map(word));
    }
    const last = await history.service.listTimeline(thread.threadId, { limit: 1 });
    expect(last.nextCursor).toBe(`{"threadId":"${thread.threadId}","position":3,"kind":3,"id":"b"}`);
    const before = await history.service.listTimeline(thread.threadId, {
      limit: 1,
      cursor: last.nextCursor ?? '',
    });
    expect(before.nextCursor).toBe(`{"threadId":"${thread.threadId}","position":3,"kind":0,"id":"b"}`);
  });

  it('timeline_page_state_excludes_realtime_events_after_fork_cutoff', async () => {
    const source = numberedThread(1);
    opens(source);
    source.turn((turn) => turn.user('open turn'), { turnId: 'cut' });
    const at = source.historyBase();
    const fork = source.fork({ seed: 2, at });
    source.event({ type: 'task_complete', turn_id: 'cut', last_agent_message: null });
    says(closes(source), 'after the cut');
    addNumberedTurns(fork, 7, 7);
    const history = await openHistory([source, fork]);
    const [page] = await pagesOf(history, fork.threadId, 100);
    // Neither the end of the turn nor the close of the session, which the source has after the cut.
    expect(page?.words).toEqual([
      '(turn-1',
      'question 1',
      'answer 1',
      'turn-1)',
      'open',
      '(cut',
      'open turn',
      '(turn-7',
      'question 7',
      'answer 7',
      'turn-7)',
    ]);
    const [newest] = await pagesOf(history, fork.threadId, 2);
    expect(newest).toEqual({ words: ['answer 7', 'turn-7)'], active: 'voice' });
  });

  it('entries have their keys in the order of Codex', async () => {
    const thread = numberedThread(1).turn((turn) => turn.fail('lost', 'other'), { turnId: 'failed' });
    says(opens(thread), 'hey');
    const { service } = await openHistory([thread]);
    const { data, ...page } = await service.listTimeline(thread.threadId);
    const keys = new Map(data.map((entry) => [entry.type, Object.keys(entry)]));
    expect(Object.fromEntries(keys)).toEqual({
      turnStarted: ['type', 'position', 'turnId', 'startedAt'],
      item: ['type', 'position', 'turnId', 'item'],
      turnCompleted: [
        'type',
        'position',
        'turnId',
        'status',
        'error',
        'startedAt',
        'completedAt',
        'durationMs',
      ],
      realtime: ['type', 'position', 'item'],
    });
    expect(Object.keys(page)).toEqual(['nextCursor', 'activeRealtimeSessionAtPageStart']);
    expect(data.find((entry) => entry.type === 'turnCompleted')).toMatchObject({
      position: 4,
      turnId: 'turn-1',
      status: 'completed',
      error: null,
    });
    const failed = data.find((entry) => entry.type === 'turnCompleted' && entry.turnId === 'failed');
    expect(failed).toMatchObject({ status: 'failed', error: { value: { message: 'lost' } } });
    const item = data.find((entry) => entry.type === 'item');
    expect(Object.keys(item?.type === 'item' ? item.item.value : {}).slice(-2)).toEqual([
      'startedAtMs',
      'completedAtMs',
    ]);
    expect(data.filter((entry) => entry.type === 'realtime').map(({ item }) => item)).toEqual([
      { id: 'open', realtimeSessionId: 'voice', type: 'realtimeSessionStarted' },
      { id: 'hey', realtimeSessionId: 'voice', type: 'transcriptSegment', role: 'user', text: 'hey' },
    ]);
  });

  it('refuses an archived thread', async () => {
    const thread = numberedThread(1);
    const { service } = await openHistory([{ rollout: thread, archived: true }]);
    await expect(service.listTimeline(thread.threadId)).rejects.toMatchObject({
      code: 'invalid_request',
      message: `thread ${thread.threadId} is archived`,
    });
  });

  it('refuses what is no cursor of this timeline', async () => {
    const thread = numberedThread(2);
    const other = numberedThread(1, { seed: 2 });
    const { service } = await openHistory([thread, other]);
    const foreign = (await service.listTimeline(other.threadId, { limit: 1 })).nextCursor;
    const turns = (await service.listTurns(thread.threadId, { limit: 1 })).nextCursor;
    const { threadId } = thread;
    const wrongKind = JSON.stringify({ threadId, position: 3, kind: 4, id: 'x' });
    const negative = JSON.stringify({ threadId, position: -1, kind: 0, id: 'x' });
    for (const cursor of ['garbage', '', 'null', foreign, turns, wrongKind, negative]) {
      await expect(service.listTimeline(threadId, { cursor: cursor ?? '?' })).rejects.toMatchObject({
        code: 'invalid_request',
        message: 'invalid thread timeline cursor',
      });
    }
  });

  it('the first page is 25 entries; limits are clamped into 1 to 100', async () => {
    const thread = numberedThread(40);
    const { service } = await openHistory([thread]);
    const page = await service.listTimeline(thread.threadId);
    expect(page.data).toHaveLength(25);
    expect(page.data.map(word).slice(-2)).toEqual(['answer 40', 'turn-40)']);
    const count = async (limit: number) =>
      (await service.listTimeline(thread.threadId, { limit })).data.length;
    expect([await count(0), await count(1_000)]).toEqual([1, 100]);
  });
});
