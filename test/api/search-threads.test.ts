import { describe, expect, it } from 'vitest';
import { bareRollout, createTestClock, rollout } from '../../src/testing/index.js';
import { allPages } from '../support/all-pages.js';
import { useHistory } from '../support/open-history.js';
import { useTempFolder } from '../support/temp-folder.js';
import { addNumberedTurns, numberedThread } from '../support/threads.js';

const openHistory = useHistory(useTempFolder());

/** With the response items, since those are what the search looks into. */
const saying = (text: string, seed: number) =>
  rollout({
    seed,
    clock: createTestClock(Date.parse('2026-03-02T09:00:00Z') + seed * 60_000),
  })
    .sessionMeta()
    .turn((turn) => turn.user(text).agent('fine', { phase: 'final_answer' }).complete());

describe('thread/search', () => {
  it('finds threads by what was said, without projecting one', async () => {
    const { service, database } = await openHistory([
      saying('the ebb is low', 1),
      saying('nothing', 2),
      saying('high EBB', 3),
    ]);
    const page = await service.searchThreads({ searchTerm: '  ebb  ' });
    expect(page.data.map(({ snippet }) => snippet)).toEqual(['high EBB', 'the ebb is low']);
    expect(Object.keys(page.data[0] ?? {})).toEqual(['thread', 'snippet']);
    expect(page.data[0]?.thread).toMatchObject({ preview: 'high EBB', turns: [] });
    expect(page).toMatchObject({ nextCursor: null });
    const rows = database.reader.prepare('select count(*) as n from thread_turns').get();
    expect(rows).toEqual({ n: 0 });
  });

  it('pages as listings do', async () => {
    const { service } = await openHistory([1, 2, 3, 4, 5].map((seed) => saying(`ebb ${seed}`, seed)));
    for (const limit of [1, 2, 5]) {
      const pages = await allPages((cursor) => service.searchThreads({ searchTerm: 'ebb', limit, cursor }));
      expect(pages.flat().map(({ snippet }) => snippet)).toEqual(
        [5, 4, 3, 2, 1].map((seed) => `ebb ${seed}`),
      );
    }
    const first = await service.searchThreads({ searchTerm: 'ebb', limit: 2 });
    expect(first.nextCursor).toMatch(/^2026-03-02T09:04:00\.000Z\|/);
    const back = await service.searchThreads({
      searchTerm: 'ebb',
      direction: 'asc',
      cursor: first.backwardsCursor ?? '',
    });
    expect(back.data.map(({ snippet }) => snippet)).toEqual(['ebb 5']);
  });

  it('looks into the current rollout of a thread alone', async () => {
    const before = numberedThread(1, { detail: 'full' });
    const at = before.historyBase();
    addNumberedTurns(before, 2, 2);
    const after = addNumberedTurns(before.wait(60_000).revert({ seed: 2, at }), 3, 3);
    const { service } = await openHistory([before, after]);
    const count = async (searchTerm: string) => (await service.searchThreads({ searchTerm })).data.length;
    expect([await count('question 2'), await count('question 3')]).toEqual([0, 1]);
  });

  it('looks into threads of 2025 without envelope', async () => {
    const thread = bareRollout().state().user('When is the ebb?').agent('At noon.');
    const { service } = await openHistory([thread]);
    const found = async (searchTerm: string) =>
      (await service.searchThreads({ searchTerm })).data.map(({ snippet }) => snippet);
    expect(await found('EBB')).toEqual(['When is the ebb?']);
    expect(await found('noon')).toEqual(['At noon.']);
    expect(await found('flood')).toEqual([]);
  });

  it('filters by archive and kind, and refuses a blank term', async () => {
    const { service } = await openHistory([
      { rollout: saying('ebb a', 1), archived: true },
      saying('ebb b', 2),
    ]);
    const found = async (options: Partial<Parameters<typeof service.searchThreads>[0]>) =>
      (await service.searchThreads({ searchTerm: 'ebb', ...options })).data.map(({ snippet }) => snippet);
    expect(await found({})).toEqual(['ebb b']);
    expect(await found({ archived: true })).toEqual(['ebb a']);
    expect(await found({ sourceKinds: ['exec'] })).toEqual([]);
    await expect(found({ searchTerm: ' ' })).rejects.toMatchObject({
      code: 'invalid_request',
      message: 'thread/search requires a non-empty searchTerm',
    });
    await expect(found({ cursor: 'garbage' })).rejects.toMatchObject({ message: 'invalid cursor: garbage' });
  });
});
