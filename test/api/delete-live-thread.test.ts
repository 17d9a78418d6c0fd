import { afterEach, describe, expect, it } from 'vitest';
import { createThreadStore, type ThreadStore } from '../../src/api/thread-store.js';
import type { RolloutRecord } from '../../src/events/decode-line.js';
import { type HistoryDatabase, openHistoryDatabase } from '../../src/store/open-history-database.js';
import { useTempFolder } from '../support/temp-folder.js';
import { filesBelow, placesOf } from '../support/thread-family.js';

const folder = useTempFolder();
const open: { store: ThreadStore; database: HistoryDatabase }[] = [];
afterEach(async () => {
  for (const { store, database } of open.splice(0)) {
    await store.close();
    database.close();
  }
});

async function openStore() {
  const database = await openHistoryDatabase({ path: folder.path('history.sqlite') });
  const home = folder.path('home');
  const store = createThreadStore({ database, homes: [home], now: Date.now });
  open.push({ store, database });
  return { store, database, home };
}

/** A turn of one question. */
function turn(number: number): RolloutRecord[] {
  const turn_id = `turn-${number}`;
  const item = {
    type: 'UserMessage',
    id: `item-${number}`,
    content: [{ type: 'text', text: `question ${number}` }],
  };
  return [
    { type: 'event_msg', payload: { type: 'task_started', turn_id } },
    {
      type: 'event_msg',
      payload: {
        type: 'item_completed',
        thread_id: '01a1fb5a-0000-7000-8000-000000000001',
        turn_id,
        item,
        completed_at_ms: 1_700_000_000_000,
      },
    },
    { type: 'event_msg', payload: { type: 'task_complete', turn_id } },
  ] as RolloutRecord[];
}

function rowsOf(database: HistoryDatabase): number {
  const tables = ['thread_turns', 'thread_items', 'thread_history_projection_state', 'rollouts', 'threads'];
  return tables
    .map(
      (table) =>
        database.reader.prepare<[], { n: number }>(`select count(*) as n from ${table}`).get()?.n ?? 0,
    )
    .reduce((sum, count) => sum + count, 0);
}

describe('a thread that this process writes', () => {
  it('delete_waits_for_in_flight_projection_before_removing_rows: afterwards there are zero', async () => {
    const { store, database, home } = await openStore();
    const live = store.startThread({ cwd: '/work' });
    live.append(turn(1));
    await live.projected();
    expect(rowsOf(database)).toBeGreaterThan(0);
    for (let number = 2; number <= 200; number++) live.append(turn(number));
    // Rows of these are on their way when the deletion is asked for.
    expect(await store.deleteThread(live.threadId)).toEqual({ threadIds: [live.threadId] });
    expect(rowsOf(database)).toBe(0);
    expect(placesOf(home)).toEqual({ active: [], archived: [] });
    expect(() => live.append(turn(201))).toThrow();
    expect(filesBelow(home, 'thread-writer-locks')).toEqual(['.coordination.lock']);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(rowsOf(database)).toBe(0);
  });

  it('is closed and archived with every line that was appended', async () => {
    const { store, home } = await openStore();
    const live = store.startThread({ cwd: '/work' });
    live.append(turn(1));
    live.append(turn(2));
    await store.archiveThread(live.threadId);
    expect(placesOf(home)).toMatchObject({ active: [], archived: { length: 1 } });
    const { data } = await store.listTurns(live.threadId, { direction: 'asc' });
    expect(data.map(({ id }) => id)).toEqual(['turn-1', 'turn-2']);
    expect(() => store.openThread(live.threadId)).toThrow();
    await store.unarchiveThread(live.threadId);
    store.openThread(live.threadId).append(turn(3));
    expect((await store.listTurns(live.threadId)).data).toHaveLength(3);
  });

  it('can be archived and deleted before anything was said in it', async () => {
    const { store, home } = await openStore();
    const first = store.startThread({ cwd: '/work' });
    const second = store.startThread({ cwd: '/work' });
    await store.archiveThread(first.threadId);
    expect(placesOf(home).archived).toEqual([expect.stringContaining(first.threadId)]);
    await store.deleteThread(first.threadId);
    await store.deleteThread(second.threadId);
    expect(placesOf(home)).toEqual({ active: [], archived: [] });
  });

  it('keeps its parent from being archived while nothing of it is on disk', async () => {
    const { store, home } = await openStore();
    const parent = store.startThread({ cwd: '/work' });
    parent.append(turn(1));
    const child = store.startThread({ cwd: '/work', parentThreadId: parent.threadId });
    await expect(store.archiveThread(parent.threadId)).rejects.toMatchObject({
      code: 'invalid_request',
      message: expect.stringContaining(child.threadId),
    });
    expect(placesOf(home).archived).toEqual([]);
    child.append(turn(1));
    await store.archiveThread(parent.threadId);
    expect(placesOf(home).archived.join()).toContain(parent.threadId);
  });
});
