import { readdirSync } from 'node:fs';
import { expect, it } from 'vitest';
import { decodeLine } from '../../src/events/decode-line.js';
import type { RolloutRecord } from '../../src/events/record/rollout-record.js';
import { rollout } from '../../src/testing/index.js';
import { useStore } from '../support/open-store.js';
import { useTempFolder } from '../support/temp-folder.js';
import { addNumberedTurns, numberedThread, textsOf } from '../support/threads.js';

const openStore = useStore(useTempFolder());

/** spec: peer-tests A2. */
it('split_homes_support_backfill_listing_and_paginated_history: the database lies elsewhere than the rollouts', async () => {
  const { store, home, database } = await openStore([numberedThread(1)]);
  const { data: listed } = await store.listThreads();
  expect(listed.map(({ preview }) => preview)).toEqual(['question 1']);
  const threadId = listed[0]?.id ?? '';

  const live = store.openThread(threadId);
  live.append(recordsOfTurn(threadId, 2));
  await live.projected();
  const { data: turns } = await store.listTurns(threadId, { direction: 'asc' });
  expect(turns.map(({ items }) => items.length)).toEqual([2, 2]);
  expect(textsOf(await store.listItems(threadId, { direction: 'asc' }))).toEqual([
    ...['question 1', 'answer 1', 'question 2', 'answer 2'],
  ]);

  expect(database.path.startsWith(home)).toBe(false);
  const files = readdirSync(home, { recursive: true, encoding: 'utf8' });
  expect(files.filter((name) => name.includes('.sqlite'))).toEqual([]);
});

function recordsOfTurn(threadId: string, number: number): RolloutRecord[] {
  const turn = addNumberedTurns(rollout({ detail: 'visible', threadId }), number, number);
  return turn.lines().flatMap((line) => {
    const decoded = decodeLine(line);
    return decoded.kind === 'record' ? [decoded.record] : [];
  });
}
