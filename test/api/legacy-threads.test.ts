import { describe, expect, it } from 'vitest';
import { bareRollout, type RolloutBuilder, rollout } from '../../src/testing/index.js';
import { allPages } from '../support/all-pages.js';
import { useHistory } from '../support/open-history.js';
import { useTempFolder } from '../support/temp-folder.js';
import { addNumberedTurns, idsOf, numberedThread, textOf, textsOf } from '../support/threads.js';

const openHistory = useHistory(useTempFolder());

const legacy = (turns: number) => numberedThread(turns, { historyMode: 'legacy' });
const rollBack = (thread: RolloutBuilder, turns: number) =>
  thread.event({ type: 'thread_rolled_back', num_turns: turns });

describe('legacy threads', () => {
  it('list_history_keeps_legacy_threads_unsupported: we differ, legacy threads answer where Codex refuses', async () => {
    const thread = legacy(3);
    const { service } = await openHistory([thread]);
    const { threadId } = thread;
    expect(idsOf(await service.listTurns(threadId))).toEqual(['turn-3', 'turn-2', 'turn-1']);
    const items = await service.listItems(threadId, { turnId: 'turn-2' });
    expect(textsOf(items)).toEqual(['question 2', 'answer 2']);
    const itemIds = items.data.map(({ item }) => item.value.id);
    const read = await service.readItems(threadId, { turnId: 'turn-2', itemIds });
    expect(textsOf({ data: read })).toEqual(['question 2', 'answer 2']);
    const timeline = await service.listTimeline(threadId, { limit: 4 });
    expect(timeline.data.map(({ type }) => type)).toEqual(['turnStarted', 'item', 'item', 'turnCompleted']);
    const found = await service.searchOccurrences(threadId, { searchTerm: 'answer 2' });
    expect(found.data).toMatchObject([{ turnId: 'turn-2', snippet: 'answer 2' }]);
    const opened = await service.listTurns(threadId, { cursor: found.data[0]?.turnCursor ?? '' });
    expect(idsOf(opened)).toEqual(['turn-2', 'turn-1']);
    const { turns } = await service.readThread(threadId, { includeTurns: true });
    expect(turns.map(({ items: of }) => of.length)).toEqual([2, 2, 2]);
  });

  it('an unindexed thread answers from its file alone (Codex: unsupported)', async () => {
    const thread = legacy(1);
    const { service, write } = await openHistory([]);
    await service.listThreads();
    write(thread);
    expect(idsOf(await service.listTurns(thread.threadId))).toEqual(['turn-1']);
  });

  it('page by turn id, in Codex’s form of the cursor', async () => {
    const thread = legacy(3);
    const { service } = await openHistory([thread]);
    const page = await service.listTurns(thread.threadId, { limit: 2 });
    expect(page.nextCursor).toBe('{"turnId":"turn-2","includeAnchor":false}');
    expect(page.backwardsCursor).toBe('{"turnId":"turn-3","includeAnchor":true}');
    for (const direction of ['asc', 'desc'] as const) {
      const pages = await allPages((cursor) =>
        service.listTurns(thread.threadId, { direction, limit: 1, cursor }),
      );
      const ids = pages.flat().map(({ id }) => id);
      expect(direction === 'asc' ? ids : ids.reverse()).toEqual(['turn-1', 'turn-2', 'turn-3']);
    }
  });

  it('thread_turns_list_rejects_cursor_when_anchor_turn_is_rolled_back', async () => {
    const thread = legacy(3);
    const { service, write } = await openHistory([thread]);
    const list = (cursor: string) => service.listTurns(thread.threadId, { cursor });
    const third = '{"turnId":"turn-3","includeAnchor":true}';
    const first = '{"turnId":"turn-1","includeAnchor":true}';
    expect(idsOf(await list(third))).toEqual(['turn-3', 'turn-2', 'turn-1']);
    write(rollBack(thread, 1));
    await expect(list(third)).rejects.toMatchObject({
      code: 'invalid_request',
      message: expect.stringMatching(/^invalid cursor: turn turn-3 /),
    });
    expect(idsOf(await list(first))).toEqual(['turn-1']);
    await expect(list('garbage')).rejects.toMatchObject({ message: 'invalid cursor: garbage' });
    // Nothing of it is found any more.
    const gone = await service.searchOccurrences(thread.threadId, { searchTerm: 'question 3' });
    expect(gone.data).toEqual([]);
    expect((await service.listTimeline(thread.threadId)).data).toHaveLength(8);
  });

  it('a cursor is not looked at while a thread has no turns, as Codex has it', async () => {
    const thread = rollout({ historyMode: 'legacy' }).sessionMeta();
    const { service } = await openHistory([thread]);
    expect((await service.listTurns(thread.threadId, { cursor: 'garbage' })).data).toEqual([]);
  });

  it('turns that share an id page as two turns', async () => {
    const thread = legacy(1);
    addNumberedTurns(thread, 2, 2);
    addNumberedTurns(thread, 1, 1);
    const { service } = await openHistory([thread]);
    const pages = await allPages((cursor) =>
      service.listTurns(thread.threadId, { direction: 'asc', limit: 1, itemsView: 'full', cursor }),
    );
    const turns = pages.flat();
    expect(turns.map(({ id }) => id)).toEqual(['turn-1', 'turn-2', 'turn-1']);
    expect(turns.map(({ items }) => items.length)).toEqual([2, 2, 2]);
    const newest = await service.listTurns(thread.threadId, { limit: 1 });
    expect(newest.backwardsCursor).toBe('{"turnId":"turn-1","includeAnchor":true,"occurrence":1}');
    const back = await service.listTurns(thread.threadId, { cursor: newest.nextCursor ?? '' });
    expect(idsOf(back)).toEqual(['turn-2', 'turn-1']);
  });

  it('items have no times of their own, and say so with null', async () => {
    const thread = legacy(1);
    const { service } = await openHistory([thread]);
    const [entry] = (await service.listItems(thread.threadId)).data;
    expect(entry).toMatchObject({ startedAtMs: null, completedAtMs: null });
    expect(entry?.item.text).toMatch(/"startedAtMs":null,"completedAtMs":null}$/);
  });

  it('pages of one item, put together, are all items, and the timeline has each once', async () => {
    const thread = rollout({ historyMode: 'legacy', legacyCommands: true })
      .sessionMeta()
      .turn((turn) =>
        turn
          .user('go')
          .reasoning(['one', 'two'], ['raw'])
          .command({ command: 'ls', output: 'a\n' })
          .patch({ changes: { 'a.md': { type: 'add', content: 'x\n' } } })
          .mcp({ server: 's', tool: 't', result: 'ok' })
          .webSearch('tides')
          .enterReview()
          .exitReview('fine')
          .compact('so far')
          .plan('next')
          .agent('done')
          .complete(),
      );
    const { service } = await openHistory([thread]);
    const { turns } = await service.readThread(thread.threadId, { includeTurns: true });
    const ids = turns.flatMap(({ items }) => items.map(({ value }) => value.id));
    expect(ids.length).toBeGreaterThan(8);
    for (const limit of [1, 2]) {
      const pages = await allPages((cursor) => service.listItems(thread.threadId, { limit, cursor }));
      expect(pages.flat().map(({ item }) => item.value.id)).toEqual(ids);
    }
    const entries: string[] = [];
    for (let cursor: string | undefined; ; ) {
      const page = await service.listTimeline(thread.threadId, { limit: 1, cursor });
      entries.unshift(...page.data.flatMap((entry) => (entry.type === 'item' ? entry.item.value.id : [])));
      if (page.nextCursor === null) break;
      cursor = page.nextCursor;
    }
    expect(entries).toEqual(ids);
  });
});

describe('threads of 2025 without envelope', () => {
  const thread = bareRollout()
    .state()
    .user('How do I add a port?')
    .shell('ls data', { output: 'a.json\n' })
    .agent('Put a file there.')
    .user('Thanks')
    .agent('Welcome.');

  it('are listed and read', async () => {
    const { service } = await openHistory([thread]);
    const [listed] = (await service.listThreads()).data;
    expect(listed).toMatchObject({
      id: thread.threadId,
      preview: 'How do I add a port?',
      historyMode: 'legacy',
      cwd: '',
      createdAt: Date.parse('2025-08-19T08:25:08Z') / 1000,
    });
    const page = await service.listTurns(thread.threadId, { direction: 'asc', itemsView: 'full' });
    expect(page.data.map(({ items }) => textOf(items[0]?.value))).toEqual(['How do I add a port?', 'Thanks']);
    expect(textsOf(await service.listItems(thread.threadId, { direction: 'desc', limit: 2 }))).toEqual([
      'Welcome.',
      'Thanks',
    ]);
    const found = await service.searchOccurrences(thread.threadId, { searchTerm: 'port' });
    expect(found.data).toHaveLength(1);
  });
});
