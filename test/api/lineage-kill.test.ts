import { cpSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createThreadStore } from '../../src/api/thread-store.js';
import { openHistoryDatabase } from '../../src/store/open-history-database.js';
import type { LineageTask } from '../support/child/change-lineage.js';
import { type KilledCall, killAtEveryCall } from '../support/kill-at-every-call.js';
import { filesIn, useStore } from '../support/open-store.js';
import { peerThreads, writePeerState } from '../support/peer-databases.js';
import { useChild } from '../support/run-child.js';
import { useTempFolder } from '../support/temp-folder.js';
import { idsOf, numberedThread } from '../support/threads.js';

const folder = useTempFolder();
const openStore = useStore(folder);
const changeLineage = useChild<LineageTask, unknown>('change-lineage');
/** In the middle of the first line, and of a later one. */
const PARTIAL = [100, 2_500];
const ALL = ['turn-3', 'turn-2', 'turn-1'];
const LEFT = ['turn-2', 'turn-1'];

interface Case {
  what: LineageTask['what'];
  historyMode: 'paginated' | 'legacy';
  index: boolean;
}

/** A home with one thread of three turns, copied for each run. */
async function copiedHomes({ what, historyMode, index }: Case) {
  const thread = numberedThread(3, { historyMode, detail: 'full' });
  const { home, store, database, write } = await openStore([]);
  const [path = ''] = write(thread);
  await store.listTurns(thread.threadId);
  await store.close();
  const { path: db } = database;
  database.close();
  let copies = 0;
  return {
    thread,
    text: readFileSync(path),
    prepare(): LineageTask {
      const copy = folder.path(`copy-${copies++}`);
      cpSync(home, copy, { recursive: true, preserveTimestamps: true });
      cpSync(db, `${copy}.sqlite`);
      if (index) writePeerState(copy, [{ id: thread.threadId, rolloutPath: path.replace(home, copy) }]);
      return { home: copy, db: `${copy}.sqlite`, threadId: thread.threadId, what };
    },
    pathIn: (copy: string) => path.replace(home, copy),
  };
}

/** Reads what is left, as the next start does, and does it again. */
async function looksAgain(task: LineageTask): Promise<{ source: string[]; forks: string[][] }> {
  const database = await openHistoryDatabase({ path: task.db });
  const refused: unknown[] = [];
  const onRefused = (one: unknown) => refused.push(one);
  const store = createThreadStore({ database, homes: [task.home], now: Date.now, onRefused });
  try {
    await store.repairThreads();
    const { data } = await store.listThreads();
    const forks = data.filter(({ id }) => id !== task.threadId);
    const turns = async (id: string) => idsOf(await store.listTurns(id));
    const found = {
      source: await turns(task.threadId),
      forks: await Promise.all(forks.map(({ id }) => turns(id))),
    };
    expect(refused).toEqual([]);
    const again = await store.forkThread({
      threadId: task.threadId,
      boundary: { kind: 'through', turnId: 'turn-1' },
    });
    expect(await turns(again.threadId)).toEqual(['turn-1']);
    const leftBehind = readdirSync(join(task.home, 'sessions'), { recursive: true }).filter((name) =>
      String(name).endsWith('.tmp'),
    );
    expect(leftBehind).toEqual([]);
    return found;
  } finally {
    await store.close();
    database.close();
  }
}

describe('killed before every call', () => {
  it.each<Case>([
    { what: 'fork', historyMode: 'paginated', index: false },
    { what: 'fork', historyMode: 'legacy', index: false },
  ])('a $what of a $historyMode thread is there whole, or not at all', async (of) => {
    const { text, prepare, pathIn } = await copiedHomes(of);
    const kills = await killAtEveryCall({
      run: changeLineage,
      prepare,
      partial: PARTIAL,
      async check(task, killed: KilledCall | null) {
        expect(readFileSync(pathIn(task.home))).toEqual(text);
        const { source, forks } = await looksAgain(task);
        expect(source, JSON.stringify(killed)).toEqual(ALL);
        expect(forks.length, JSON.stringify(killed)).toBeLessThanOrEqual(1);
        for (const fork of forks) expect(fork).toEqual(LEFT);
        if (killed === null) expect(forks).toHaveLength(1);
      },
    });
    expect(kills).toBeGreaterThan(5);
  });

  it.each<Case>([
    { what: 'revert', historyMode: 'paginated', index: false },
    { what: 'revert', historyMode: 'paginated', index: true },
  ])('a $what is done or not (Codex has an index: $index), and nobody sees it half', async (of) => {
    const { thread, text, prepare, pathIn } = await copiedHomes(of);
    await killAtEveryCall({
      run: changeLineage,
      prepare,
      partial: PARTIAL,
      async check(task, killed: KilledCall | null) {
        expect(readFileSync(pathIn(task.home))).toEqual(text);
        const { source, forks } = await looksAgain(task);
        expect(forks).toEqual([]);
        expect([ALL, LEFT], JSON.stringify(killed)).toContainEqual(source);
        if (killed === null) expect(source).toEqual(LEFT);
        if (!of.index) return;
        // Codex goes by its index, and so do we.
        const [entry] = peerThreads(task.home);
        const redirected = entry?.rollout_path !== pathIn(task.home);
        expect(source).toEqual(redirected ? LEFT : ALL);
        const names = filesIn(task.home).filter((name) => name.includes(thread.threadId));
        expect(names.length).toBeLessThanOrEqual(2);
      },
    });
  });
}, 120_000);
