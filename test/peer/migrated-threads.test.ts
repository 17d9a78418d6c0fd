/**
 * A legacy thread migrated by us is, to Codex 0.169.0, the one that it would have made itself; and each finishes what the other
 * one was interrupted in.
 */
import { execFileSync } from 'node:child_process';
import { cpSync, type PathLike, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fileSystem } from '../../src/rollout/index.js';
import { createTestClock, type RolloutBuilder, rollout, writeCodexHome } from '../../src/testing/index.js';
import { systemError } from '../support/faulty-file-system.js';
import { migrate, migrationFiles, modeOf, statuses } from '../support/legacy-rollouts.js';
import { PEER, peerHome, startPeer } from '../support/peer-process.js';

function legacyThread(): RolloutBuilder {
  return rollout({
    seed: 1,
    historyMode: 'legacy',
    legacyCommands: true,
    cwd: '/work',
    clock: createTestClock(Date.now() - 60_000),
  })
    .sessionMeta()
    .turn((turn) =>
      turn
        .user('When is high water at Vlissingen?')
        .reasoning(['**Reading the table**', '**Comparing**'], ['raw thought'])
        .command({ command: 'npm test -- --port "Vlissingen"', output: 'ok 潮位\n' })
        .patch({ changes: { '/work/a.ts': { type: 'add', content: 'a\n' } } })
        .mcp({ server: 'almanac', tool: 'lookup', arguments: { station: 2 }, result: 'noon' })
        .webSearch('tides zeeland')
        .agent('At noon.')
        .complete(),
    )
    .turn((turn) => turn.user('Shorter, please').compact('They asked about tides.').agent('Noon.').complete())
    .turn((turn) => turn.user('stop').abort())
    .turn((turn) => turn.user('And tomorrow?').agent('A little later'));
}

/** What the real Codex shows of a thread after it was opened. */
async function shownBy(home: string, threadId: string): Promise<unknown[]> {
  const peer = await startPeer(home);
  await peer.call('thread/resume', { threadId, excludeTurns: true });
  const shown = [
    await peer.call('thread/turns/list', { threadId, sortDirection: 'asc', itemsView: 'full' }),
    await peer.call('thread/items/list', { threadId, sortDirection: 'asc', limit: 100 }),
  ].map(({ result, error }) => ({ error, data: (result as { data?: unknown } | undefined)?.data }));
  await peer.stop();
  return shown;
}

function migrateByPeer(home: string): string[] {
  const output = execFileSync(PEER ?? '', ['migrate-rollouts', '--apply', '--json'], {
    env: { ...process.env, CODEX_HOME: home, PEER_KEY: 'none' },
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  return JSON.parse(output).outcomes.map(({ status }: { status: string }) => status);
}

/** A home with the thread, and a copy of it. */
function homes(thread: RolloutBuilder) {
  const ours = peerHome();
  const [path = ''] = writeCodexHome({ home: ours, entries: [{ rollout: thread }] });
  const theirs = peerHome();
  cpSync(ours, theirs, { recursive: true, preserveTimestamps: true });
  return { ours, theirs, path };
}

describe.skipIf(PEER === undefined)('a thread migrated by us', () => {
  it('shows the turns and items that it would show migrated by Codex', { timeout: 60_000 }, async () => {
    const thread = legacyThread();
    const { ours, theirs } = homes(thread);
    expect(statuses(await migrate(ours))).toEqual({ [thread.threadId]: 'migrated' });
    expect(migrateByPeer(theirs)).toEqual(['migrated']);
    const shown = await shownBy(ours, thread.threadId);
    expect(JSON.stringify(shown)).toContain('At noon.');
    expect(shown).toEqual(await shownBy(theirs, thread.threadId));
    expect(migrateByPeer(ours)).toEqual(['already_paginated']);
    expect(statuses(await migrate(theirs))).toEqual({ [thread.threadId]: 'already_paginated' });
  });

  it.each(['before', 'after'] as const)(
    'is finished by Codex when we died just %s the rename',
    {
      timeout: 60_000,
    },
    async (when) => {
      const { ours, path } = homes(legacyThread());
      const original = readFileSync(path);
      let dead = false;
      const dying =
        <Arguments extends PathLike[]>(call: (...of: Arguments) => void) =>
        (...of: Arguments): void => {
          const isPublication = String(of[0]).endsWith('.paginated.tmp') && of[1] === path;
          if (isPublication && when === 'before') dead = true;
          if (dead) throw systemError('EIO', 'dead');
          call(...of);
          if (isPublication) dead = true;
        };
      const fs = {
        ...fileSystem,
        renameSync: dying((from: PathLike, to: PathLike) => fileSystem.renameSync(from, to)),
        unlinkSync: dying((file: PathLike) => fileSystem.unlinkSync(file)),
      };
      await migrate(ours, { fs });
      expect(modeOf(path)).toBe(when === 'before' ? 'legacy' : 'paginated');
      expect(migrateByPeer(ours)).toEqual(['migrated']);
      expect(modeOf(path)).toBe('paginated');
      const [backup = '', ...rest] = migrationFiles(ours);
      expect(readFileSync(join(ours, backup)).equals(original)).toBe(true);
      expect(rest).toEqual([expect.stringContaining('receipts/')]);
    },
  );
});
