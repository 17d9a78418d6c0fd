/** Threads keep the names that they were shown under (spec: peer-tests C, migration §8). */
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { fileSystem } from '../../../src/files/file-system.js';
import { appendName } from '../../../src/rollout/writing/name-index.js';
import { leaveHalfChanged } from '../../support/half-changed.js';
import { layLegacyRollout, migrate, statuses } from '../../support/legacy-rollouts.js';
import { type PeerEntry, peerThreads, writePeerState } from '../../support/peer-databases.js';
import { useTempFolder } from '../../support/temp-folder.js';

const folder = useTempFolder();
const home = (): string => folder.path('home');

const GUARDIAN = '{"subagent":{"other":"guardian"}}';
const DEFAULT = 'Guardian review';

/** What Codex's index has of a thread, and the index of names. */
interface Known extends Pick<PeerEntry, 'title' | 'firstMessage' | 'source' | 'name'> {
  indexed?: string;
}

/** Lays a legacy thread for each; their ids are in that order. */
function lay(all: readonly Known[]): void {
  const entries = all.map(({ indexed, ...entry }, seed) => {
    const threadId = `0199a213-81c0-7800-8aa1-${String(seed).padStart(12, '0')}`;
    const { path } = layLegacyRollout({ home: home(), seed, threadId, turns: 1 });
    if (indexed !== undefined) {
      appendName({ fs: fileSystem, home: home() }, { threadId, name: indexed, now: 0 });
    }
    return { id: threadId, rolloutPath: path, historyMode: 'legacy' as const, ...entry };
  });
  writePeerState(home(), entries);
}

const names = (): unknown[] => peerThreads(home()).map(({ name }) => name);
const update = (what: string): void =>
  void new Database(join(home(), 'state_5.sqlite')).exec(`update threads set ${what}`).close();

describe('migration_preserves_legacy_displayed_thread_names', () => {
  it('the title that was shown, else the index of names', async () => {
    lay([
      { title: 'a title', firstMessage: 'first words', indexed: 'from the index' },
      { title: 'first words', firstMessage: 'first words', indexed: 'from the index' },
      { title: 'first words', firstMessage: 'first words', name: 'a name', indexed: 'from the index' },
      { title: 'first words', firstMessage: 'first words' },
    ]);
    await migrate(home());
    expect(names()).toEqual(['a title', 'from the index', 'a name', null]);
  });

  // As 0.169.0 did with the same entries.
  it('the title that every review by the guardian has comes after the index of names', async () => {
    lay([
      { source: GUARDIAN, title: DEFAULT, indexed: 'from the index' },
      { source: GUARDIAN, title: DEFAULT, name: DEFAULT, indexed: 'from the index' },
      { source: GUARDIAN, title: DEFAULT },
      { source: GUARDIAN, title: 'renamed', indexed: 'stale' },
      { source: GUARDIAN, title: 'renamed', name: DEFAULT },
      { source: GUARDIAN, title: DEFAULT, name: 'own name', indexed: 'stale' },
      { source: 'cli', title: DEFAULT, indexed: 'stale' },
      { source: 'cli', title: 'renamed', name: DEFAULT, indexed: 'stale' },
    ]);
    await migrate(home());
    expect(names()).toEqual([
      ...['from the index', 'from the index', DEFAULT, 'renamed', 'renamed', 'own name'],
      ...[DEFAULT, DEFAULT],
    ]);
  });
});

it('are known although a process died while it changed the index of Codex', async () => {
  lay(Array.from({ length: 3 }, () => ({ title: 'a title', indexed: 'stale' })));
  const ballast = Array.from({ length: 200 }, (_, at) => `('other-${at}', '', '${'x'.repeat(200)}')`);
  const index = new Database(join(home(), 'state_5.sqlite'));
  index.exec(`insert into threads (id, rollout_path, title) values ${ballast.join()}`).close();
  leaveHalfChanged(join(home(), 'state_5.sqlite'), "update threads set title = 'never committed'");
  await migrate(home());
  expect(names().slice(0, 3)).toEqual(['a title', 'a title', 'a title']);
});

it('migration_repairs_a_missing_paginated_name_when_rerun', async () => {
  lay([
    { title: 'first words', firstMessage: 'first words', indexed: 'from the index' },
    { title: 'a title', indexed: 'stale' },
    { source: GUARDIAN, title: DEFAULT, indexed: 'from the index' },
    { title: 'first words', firstMessage: 'first words' },
  ]);
  await migrate(home());
  const before = names();
  update('name = null');
  expect(new Set(Object.values(statuses(await migrate(home()))))).toEqual(new Set(['already_paginated']));
  expect(names()).toEqual(before);
  expect(before).toEqual(['from the index', 'a title', 'from the index', null]);
});
