import { copyFileSync, cpSync, existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ThreadUpkeep } from '../../src/api/create-thread-upkeep.js';
import { createHistoryService, type HistoryService } from '../../src/api/history-service.js';
import { acquireWriterLock } from '../../src/rollout/writing/writer-lock.js';
import { openHistoryDatabase } from '../../src/store/open-history-database.js';
import { createTestClock, type RolloutBuilder, writeCodexHome } from '../../src/testing/index.js';
import type { UpkeepTask } from '../support/child/keep-threads.js';
import { type KilledCall, killAtEveryCall } from '../support/kill-at-every-call.js';
import { useHistory } from '../support/open-history.js';
import { peerThreads, writePeerState } from '../support/peer-databases.js';
import { useChild } from '../support/run-child.js';
import { useTempFolder } from '../support/temp-folder.js';
import { placesOf, upkeepOf } from '../support/thread-family.js';
import { addNumberedTurns, idsOf, numberedThread } from '../support/threads.js';

const folder = useTempFolder();
const openHistory = useHistory(folder);
const keepThreads = useChild<UpkeepTask, unknown>('keep-threads');

/** A thread that was reverted once (two rollouts), and a sub-agent of it; and a thread that has nothing to do with them. */
function sample() {
  const thread = numberedThread(1, { seed: 1, clock: createTestClock() });
  const at = thread.historyBase();
  addNumberedTurns(thread, 2, 2);
  const reverted = addNumberedTurns(thread.wait(60_000).revert({ seed: 2, at }), 3, 3);
  const agent = numberedThread(1, {
    seed: 3,
    subAgent: { parentThreadId: thread.threadId, agentPath: '/root/agent', nickname: 'Ada' },
  });
  const other = numberedThread(1, { seed: 4 });
  const turns = new Map([
    [thread.threadId, ['turn-1', 'turn-3']],
    [agent.threadId, ['turn-1']],
    [other.threadId, ['turn-1']],
  ]);
  return { thread, agent, other, turns, rollouts: [thread, reverted, agent, other] as RolloutBuilder[] };
}

/** A home that was read before, to be copied for each run. */
async function template(archived: boolean) {
  const { thread, agent, turns, rollouts } = sample();
  const history = await openHistory([]);
  const { home, database, service } = history;
  const [, current = '', agentPath = ''] = writeCodexHome({
    home,
    entries: rollouts.map((rollout, index) => ({ rollout, archived: archived && index < 3 })),
  });
  /** Codex's index of a copy of the home. */
  const indexOf = (copy: string): void =>
    writePeerState(copy, [
      { id: thread.threadId, rolloutPath: current.replace(home, copy), archived },
      { id: agent.threadId, rolloutPath: agentPath.replace(home, copy), archived },
    ]);
  const { upkeep } = upkeepOf(history);
  if (!archived) await upkeep.setThreadName(thread.threadId, 'old name');
  for (const threadId of turns.keys()) await service.listTurns(threadId);
  database.close();
  return { home, db: database.path, threadId: thread.threadId, turns, indexOf };
}

interface Left {
  service: HistoryService;
  upkeep: ThreadUpkeep;
  input: UpkeepTask;
  killed: KilledCall | null;
}

async function killing(
  what: UpkeepTask['what'],
  from: Awaited<ReturnType<typeof template>>,
  check: (left: Left) => Promise<void>,
): Promise<number> {
  let runs = 0;
  return killAtEveryCall<UpkeepTask, unknown>({
    run: keepThreads,
    partial: [1],
    changesOnly: true,
    prepare: () => {
      const home = folder.path(`run-${runs}`, 'home');
      const db = folder.path(`run-${runs++}`, 'history.sqlite');
      cpSync(from.home, home, { recursive: true, preserveTimestamps: true });
      copyFileSync(from.db, db);
      from.indexOf(home);
      return { home, db, threadId: from.threadId, what };
    },
    check: async (input, killed) => {
      const database = await openHistoryDatabase({ path: input.db });
      const service = createHistoryService({ database, homes: [input.home], now: Date.now });
      try {
        const { upkeep } = upkeepOf({ database, service, home: input.home });
        await check({ service, upkeep, input, killed });
        // Nothing of the upkeep stays behind once the next one has started.
        expect(existsSync(join(input.home, 'thread-deletions'))).toBe(false);
        expect(readdirSync(input.home).filter((name) => name.endsWith('.tmp'))).toEqual([]);
        // Locks of the dead are nobody's.
        for (const threadId of from.turns.keys()) {
          acquireWriterLock({ home: input.home, threadId, now: Date.now }).release();
        }
      } finally {
        database.close();
      }
    },
  });
}

/** Reads every thread whole; null for those that are gone. */
async function readAll(service: HistoryService, threadIds: Iterable<string>) {
  const found = new Map<string, { turns: string[]; archived: boolean } | null>();
  const archived = new Set((await listed(service, true)).map(({ id }) => id));
  const active = new Set((await listed(service, false)).map(({ id }) => id));
  for (const threadId of threadIds) {
    const page = await service.listTurns(threadId, { direction: 'asc' }).catch((error) => {
      expect(error).toMatchObject({ code: 'thread_not_found' });
      return null;
    });
    const places = Number(archived.has(threadId)) + Number(active.has(threadId));
    expect(places).toBe(page === null ? 0 : 1);
    found.set(threadId, page && { turns: idsOf(page), archived: archived.has(threadId) });
  }
  return found;
}

async function listed(service: HistoryService, archived: boolean) {
  return (await service.listThreads({ archived, sourceKinds: ['cli', 'subAgentThreadSpawn'] })).data;
}

describe('a process killed before any of its changes to files', () => {
  it.each(['archive', 'unarchive'] as const)(
    'of %s leaves every thread whole in one place',
    async (what) => {
      const archiving = what === 'archive';
      const from = await template(!archiving);
      const [threadId = '', agentId = '', otherId = ''] = from.turns.keys();
      const killed = await killing(what, from, async ({ service, upkeep, input }) => {
        const before = await readAll(service, from.turns.keys());
        for (const [id, turns] of from.turns) expect(before.get(id)?.turns).toEqual(turns);
        expect(before.get(otherId)?.archived).toBe(false);

        await upkeep.repairThreads();
        const place = await readAll(service, from.turns.keys());
        for (const [id, found] of before) expect(place.get(id)).toEqual(found);
        const isArchived = place.get(threadId)?.archived ?? false;
        // All files of a thread are in one place again, and Codex's index tells it.
        for (const id of [threadId, agentId]) {
          const { active, archived } = placesOf(input.home);
          const here = place.get(id)?.archived ? active : archived;
          expect(here.filter((name) => name.includes(id))).toEqual([]);
          const entry = peerThreads(input.home).find((row) => row.id === id);
          expect(entry).toMatchObject({ archived: place.get(id)?.archived ? 1 : 0 });
          expect(existsSync(String(entry?.rollout_path))).toBe(true);
        }

        // The thread itself moves last, so asking again finishes the rest.
        if (isArchived !== archiving) await upkeep[`${what}Thread`](threadId);
        const after = await readAll(service, from.turns.keys());
        expect([...after.values()].map((found) => found?.archived)).toEqual([archiving, archiving, false]);
        for (const [id, turns] of from.turns) expect(after.get(id)?.turns).toEqual(turns);
      });
      expect(killed).toBeGreaterThan(30);
    },
    240_000,
  );

  it('of delete leaves every thread whole or gone, and the next start finishes', async () => {
    const from = await template(false);
    const [threadId = '', agentId = '', otherId = ''] = from.turns.keys();
    let gone = 0;
    const killed = await killing('delete', from, async ({ service, upkeep, input }) => {
      const before = await readAll(service, from.turns.keys());
      for (const [id, turns] of from.turns) expect(before.get(id)?.turns ?? turns).toEqual(turns);
      expect(before.get(otherId)).not.toBeNull();
      // A set goes as one.
      const isGone = before.get(threadId) === null;
      expect(before.get(agentId) === null).toBe(isGone);
      if (isGone) gone += 1;

      await upkeep.repairThreads();
      const after = await readAll(service, from.turns.keys());
      expect([...after].map(([id, found]) => [id, found === null])).toEqual([
        [threadId, isGone],
        [agentId, isGone],
        [otherId, false],
      ]);
      if (!isGone) await upkeep.deleteThreads([threadId]);
      expect(placesOf(input.home)).toMatchObject({ active: { length: 1 }, archived: [] });
      expect(peerThreads(input.home)).toEqual([]);
      expect((await listed(service, false)).map(({ id }) => id)).toEqual([otherId]);
    });
    expect(killed).toBeGreaterThan(30);
    // Before its entry in the journal is there, nothing is gone; after it, all is.
    expect(gone).toBeGreaterThan(10);
    expect(gone).toBeLessThan(killed);
  }, 240_000);

  it('of a naming leaves the old name or the new one', async () => {
    const from = await template(false);
    const [threadId = ''] = from.turns.keys();
    const names = new Set<string | null>();
    await killing('name', from, async ({ service, upkeep }) => {
      const { name } = await service.readThread(threadId);
      expect(['old name', 'new name']).toContain(name);
      names.add(name);
      await upkeep.repairThreads();
      expect((await service.readThread(threadId)).name).toBe(name);
      await upkeep.setThreadName(threadId, 'newest name');
      expect((await service.readThread(threadId)).name).toBe('newest name');
    });
    expect([...names].sort()).toEqual(['new name', 'old name']);
  }, 120_000);
});
