import { describe, expect, it } from 'vitest';
import { rollout } from '../../src/testing/index.js';
import { useHistory } from '../support/open-history.js';
import { useTempFolder } from '../support/temp-folder.js';
import { addNumberedTurns, idsOf, numberedThread } from '../support/threads.js';

const openHistory = useHistory(useTempFolder());

describe('occurrences in a thread', () => {
  it('thread_search_occurrences_reads_paginated_projection', async () => {
    const text = (part: string) => ({ type: 'text', text: part, text_elements: [] });
    const thread = rollout({ detail: 'visible' })
      .sessionMeta()
      .turn(
        (turn) =>
          turn
            .item({
              type: 'UserMessage',
              id: 'u1',
              content: [
                text('find the nee'),
                { type: 'image', image_url: 'https://x' },
                text('dle 🪡 needle'),
              ],
            })
            .agent('I look for a needle', { phase: 'commentary' })
            .reasoning('needle')
            .command({ command: 'grep needle', output: 'needle\n' })
            .user('a steered needle')
            .agent('Here is **a need**le', { phase: 'final_answer' })
            .complete(),
        { turnId: 'turn-1' },
      );
    const { service } = await openHistory([thread]);
    const search = (options: Partial<Parameters<typeof service.searchOccurrences>[1]>) =>
      service.searchOccurrences(thread.threadId, { searchTerm: 'Needle', ...options });
    const { data, nextCursor } = await search({});
    const shown = data.map(({ snippet, snippetMatchRange: { start, end } }) => [
      snippet,
      snippet.slice(start, end),
    ]);
    expect(shown).toEqual([
      ['find the needle 🪡 needle', 'needle'],
      ['find the needle 🪡 needle', 'needle'],
      ['a steered needle', 'needle'],
      ['Here is a needle', 'needle'],
    ]);
    expect(nextCursor).toBeNull();
    // Ranges count UTF-16 units: the emoji is two.
    expect(data[1]?.snippetMatchRange).toEqual({ start: 19, end: 25 });
    expect(Object.keys(data[0] ?? {})).toEqual([
      'turnId',
      'itemId',
      'snippet',
      'snippetMatchRange',
      'turnCursor',
    ]);

    // Pages can end within an item.
    const first = await search({ limit: 1 });
    expect(first.nextCursor).toBe(
      `{"threadId":"${thread.threadId}","searchTerm":"Needle","nextRolloutOrdinal":2,"nextOccurrenceIndex":1}`,
    );
    const rest = await search({ cursor: first.nextCursor ?? '' });
    expect([...first.data, ...rest.data]).toEqual(data);
  });

  it('the turn cursor opens the page of turns at the turn', async () => {
    const thread = numberedThread(3);
    const { service } = await openHistory([thread]);
    const [place] = (await service.searchOccurrences(thread.threadId, { searchTerm: 'answer 2' })).data;
    const turnCursor = place?.turnCursor ?? '';
    expect(turnCursor).toBe(
      `{"requestedThreadId":"${thread.threadId}","rolloutOrdinal":5,"includeAnchor":true,"scope":{"kind":"turns"}}`,
    );
    expect(idsOf(await service.listTurns(thread.threadId, { cursor: turnCursor }))).toEqual([
      'turn-2',
      'turn-1',
    ]);
  });

  it('looks for the term as it was given, and refuses one of white space', async () => {
    const thread = numberedThread(2);
    const { service } = await openHistory([thread]);
    const count = async (searchTerm: string) =>
      (await service.searchOccurrences(thread.threadId, { searchTerm })).data.length;
    expect([await count('question'), await count('question '), await count(' question')]).toEqual([2, 2, 0]);
    for (const blank of ['', ' ', '\t\n']) {
      await expect(count(blank)).rejects.toMatchObject({
        code: 'invalid_request',
        message: 'thread/searchOccurrences requires a non-empty searchTerm',
      });
    }
  });

  it('a cursor belongs to its thread, its term and a place in the lineage', async () => {
    const thread = numberedThread(2);
    const { service } = await openHistory([thread]);
    const cursor = (threadId: string, searchTerm: string, nextRolloutOrdinal: number) =>
      JSON.stringify({ threadId, searchTerm, nextRolloutOrdinal, nextOccurrenceIndex: 0 });
    const search = (text: string) =>
      service.searchOccurrences(thread.threadId, { searchTerm: 'answer', cursor: text });
    expect((await search(cursor(thread.threadId, 'answer', 4))).data).toHaveLength(1);
    const wrong = [
      'garbage',
      cursor('01a1fb5a-3304-77f0-b7ce-ac8e443109fa', 'answer', 4),
      cursor(thread.threadId, 'Answer', 4),
      cursor(thread.threadId, 'answer', -1),
    ];
    for (const text of wrong) {
      await expect(search(text)).rejects.toMatchObject({
        code: 'invalid_request',
        message: `invalid cursor: ${text}`,
      });
    }
    await expect(search(cursor(thread.threadId, 'answer', 0))).rejects.toMatchObject({
      message: 'invalid cursor: position outside thread lineage',
    });
  });

  it('a page is 50 places; limits are clamped into 1 to 250', async () => {
    const thread = rollout({ detail: 'visible' })
      .sessionMeta()
      .turn((turn) => turn.user('ab '.repeat(300)).complete());
    const { service } = await openHistory([thread]);
    const count = async (limit?: number) =>
      (await service.searchOccurrences(thread.threadId, { searchTerm: 'ab', limit })).data.length;
    expect([await count(), await count(0), await count(249), await count(999)]).toEqual([50, 1, 249, 250]);
  });

  it('searches_visible_occurrences_and_keeps_paginated_snapshot_stable: later messages come behind the cursor', async () => {
    const thread = numberedThread(2);
    const { service, write } = await openHistory([thread]);
    const search = (cursor?: string) =>
      service.searchOccurrences(thread.threadId, { searchTerm: 'answer', limit: 1, cursor });
    const first = await search();
    write(addNumberedTurns(thread, 3, 3));
    const second = await search(first.nextCursor ?? '');
    const third = await search(second.nextCursor ?? '');
    expect([...first.data, ...second.data, ...third.data].map(({ snippet }) => snippet)).toEqual([
      'answer 1',
      'answer 2',
      'answer 3',
    ]);
    expect(third.nextCursor).toBeNull();
  });

  it('archived threads are searched', async () => {
    const thread = numberedThread(1);
    const { service } = await openHistory([{ rollout: thread, archived: true }]);
    expect((await service.searchOccurrences(thread.threadId, { searchTerm: 'answer' })).data).toHaveLength(1);
  });
});
