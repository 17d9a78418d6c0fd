/**
 * Codex's own history database is damaged, repaired by us and read by the real Codex 0.169.0: its pages are what they were when
 * it had made the rows itself.
 */
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { examineHome } from '../../src/jobs/doctor/examine-home.js';
import { type RepairCodexOptions, repairCodex } from '../../src/jobs/repair-codex/repair-codex.js';
import type { RolloutRepair } from '../../src/jobs/repair-codex/repair-report.js';
import { createTestClock, type RolloutBuilder, rollout, writeCodexHome } from '../../src/testing/index.js';
import { hiddenPeerDamages, peerDamages } from '../support/peer-damages.js';
import { allPeerRows, runSql } from '../support/peer-history-file.js';
import { PEER, peerHome, startPeer } from '../support/peer-process.js';

function everyKind(seed: number): RolloutBuilder {
  const clock = createTestClock(Date.now() - 600_000);
  return rollout({ seed, historyMode: 'paginated', cwd: '/work', clock })
    .sessionMeta()
    .turn((turn) =>
      turn
        .user('When is high water?')
        .reasoning('**Reading the table**', ['raw'])
        .command({ command: 'npm test -- "Vlissingen"', output: 'ok 潮位 \u001b[32mgreen\u001b[0m\n' })
        .patch({
          changes: {
            '/work/a.ts': { type: 'update', unified_diff: '@@ -1 +1 @@\n-a\n+b\n', move_path: null },
          },
        })
        .mcp({ server: 'almanac', tool: 'lookup', arguments: { station: 2 } })
        .agent('the answer: noon', { phase: 'final_answer' })
        .complete(),
    )
    .turn((turn) =>
      turn
        .user('Shorter')
        .compact('They asked about tides.')
        .command({ command: 'ls', output: 'a' })
        .agent('answer')
        .complete(),
    )
    .turn((turn) =>
      turn.user('And then?').command({ command: 'ls', output: '' }).agent('A little later').abort(),
    );
}

async function repair(home: string, options: Partial<RepairCodexOptions> = {}) {
  const rollouts: RolloutRepair[] = [];
  const result = await repairCodex({
    ...{ home, now: Date.now, processId: process.pid, apply: true, deep: true },
    onReport: (report) => void rollouts.push(report),
    ...options,
  });
  return { ...result, rollouts };
}

interface Pages {
  turns: unknown;
  items: unknown;
}

/** What Codex answers without being told to resume anything: the rows as they are. */
async function pagesOf(home: string, threadId: string): Promise<Pages> {
  const peer = await startPeer(home);
  const page = { threadId, limit: 100, sortDirection: 'asc' };
  const turns = (await peer.call('thread/turns/list', page)).result?.data;
  const items = (await peer.call('thread/items/list', page)).result?.data;
  await peer.stop();
  return { turns, items };
}

async function projectedByCodex(...threads: RolloutBuilder[]): Promise<{ home: string; history: string }> {
  const home = peerHome();
  writeCodexHome({ home, entries: threads.map((one) => ({ rollout: one })) });
  const peer = await startPeer(home);
  for (const { threadId } of threads) {
    expect((await peer.call('thread/resume', { threadId })).error).toBeUndefined();
  }
  await peer.stop();
  return { home, history: join(home, 'thread_history_1.sqlite') };
}

describe.skipIf(PEER === undefined)('a repaired history database of the real Codex', () => {
  const thread = everyKind(1);
  const damages = { ...peerDamages(thread), ...hiddenPeerDamages(thread) };

  it('gives complete pages again, whatever was damaged', { timeout: 240_000 }, async () => {
    const { home, history } = await projectedByCodex(thread, everyKind(2));
    const rows = allPeerRows(history);
    const pages = await pagesOf(home, thread.threadId);
    expect(pages.turns).toHaveLength(3);
    expect(await examineHome({ home, now: Date.now, deep: true })).toMatchObject({ findings: [] });
    for (const [name, { statements }] of Object.entries(damages)) {
      runSql(history, ...statements);
      const { totals } = await repair(home);
      expect({ name, ...totals }).toMatchObject({ name, repaired: 1, sound: 1, failed: 0 });
      expect({ name, rows: allPeerRows(history) }).toEqual({ name, rows });
      expect({ name, ...(await pagesOf(home, thread.threadId)) }).toEqual({ name, ...pages });
    }
  });

  it('fills what Codex never read: the past of a fork', { timeout: 120_000 }, async () => {
    const fork = thread.fork({ seed: 7 }).turn((turn) => turn.user('on').agent('yes').complete());
    const home = peerHome();
    writeCodexHome({ home, entries: [{ rollout: thread }, { rollout: fork }] });
    const peer = await startPeer(home);
    expect((await peer.call('thread/resume', { threadId: fork.threadId })).error).toBeUndefined();
    await peer.stop();
    const { findings } = await examineHome({ home, now: Date.now });
    expect(findings).toMatchObject([{ kind: 'not-projected', rolloutId: thread.rolloutId }]);
    const before = await pagesOf(home, fork.threadId);
    const { totals } = await repair(home, { deep: false });
    expect(totals).toMatchObject({ repaired: 1, sound: 1, failed: 0, held: 0 });
    const after = await pagesOf(home, fork.threadId);
    expect(before.turns).toHaveLength(1);
    expect(after.turns).toHaveLength(4);
  });

  it('is refused for a thread that Codex has loaded, and names the process', {
    timeout: 120_000,
  }, async () => {
    const { home, history } = await projectedByCodex(thread);
    const peer = await startPeer(home);
    expect((await peer.call('thread/resume', { threadId: thread.threadId })).error).toBeUndefined();
    runSql(history, 'delete from thread_items');
    const { rollouts } = await repair(home);
    expect(rollouts).toMatchObject([{ status: 'held' }]);
    expect(rollouts[0]?.message).toMatch(/process \d+ \(codex/);
    const { checked } = await examineHome({ home, now: Date.now });
    expect(checked.beingWritten).toBe(1);
    await peer.stop();
    expect((await repair(home)).totals).toMatchObject({ repaired: 1 });
    expect((await pagesOf(home, thread.threadId)).items).toHaveLength(13);
  });

  it('is made anew by Codex when it could not be read, and filled by a second repair', {
    timeout: 120_000,
  }, async () => {
    const second = everyKind(2);
    const { home, history } = await projectedByCodex(thread, second);
    const rows = allPeerRows(history);
    const pages = await pagesOf(home, second.threadId);
    for (const suffix of ['-wal', '-shm']) rmSync(`${history}${suffix}`, { force: true });
    writeFileSync(history, 'no database'.repeat(1_000));
    const broken = await startPeer(home);
    const page = { threadId: thread.threadId, limit: 100, sortDirection: 'asc' };
    expect((await broken.call('thread/turns/list', page)).error?.message).toContain('thread history');
    await broken.stop();
    expect((await repair(home)).status).toBe('set_aside');
    expect(await pagesOf(home, second.threadId)).toEqual({ turns: [], items: [] });
    expect((await repair(home, { deep: false })).totals).toMatchObject({ repaired: 2 });
    expect(allPeerRows(history)).toEqual(rows);
    expect(await pagesOf(home, second.threadId)).toEqual(pages);
  });
});
