import { mkdirSync, renameSync, rmSync, symlinkSync, utimesSync } from 'node:fs';
import { dirname } from 'node:path';
import { describe, expect, test } from 'vitest';
import { RolloutIndex, type RolloutIndexChange } from '../../src/rollout/rollout-index.js';
import { useTempFolder } from '../support/temp-folder.js';

const folder = useTempFolder();
const THREAD = '01a1fb5a-b976-7cf0-b963-188df6a0579d';
const OTHER = '01a1fb5b-0000-7000-8000-0123456789ab';
/** Far enough from now that no folder counts as still changing. */
const LATER = (): number => Date.now() + 60_000;

const index = (now = LATER): RolloutIndex => new RolloutIndex({ homes: [folder.path()], now });
const file = (day: string, time: string, ids = THREAD): string =>
  `sessions/2026/11/${day}/rollout-2026-11-${day}T${time}-00-00-${ids}.jsonl`;
const paths = (change: RolloutIndexChange): { added: string[]; removed: string[] } => ({
  added: change.added.map(({ path }) => path.slice(folder.path().length + 1)).sort(),
  removed: change.removed.map(({ path }) => path.slice(folder.path().length + 1)).sort(),
});
const NOTHING = { added: [], removed: [] };

describe('refresh', () => {
  test('tells what came and went since the last look', () => {
    const rollouts = index();
    expect(paths(rollouts.refresh())).toEqual(NOTHING);
    folder.write(file('20', '10'), '');
    folder.write(file('21', '10', OTHER), '');
    expect(paths(rollouts.refresh())).toEqual({
      added: [file('20', '10'), file('21', '10', OTHER)],
      removed: [],
    });
    expect(paths(rollouts.refresh())).toEqual(NOTHING);
    rmSync(folder.path(file('20', '10')));
    expect(paths(rollouts.refresh())).toEqual({ added: [], removed: [file('20', '10')] });
    rmSync(folder.path('sessions'), { recursive: true });
    expect(paths(rollouts.refresh())).toEqual({ added: [], removed: [file('21', '10', OTHER)] });
    expect(rollouts.files()).toEqual([]);
  });

  test('an archived or compressed file is removed there and added here', () => {
    folder.write(file('20', '10'), '');
    const rollouts = index();
    rollouts.refresh();
    renameSync(folder.path(file('20', '10')), folder.path(`${file('20', '10')}.zst`));
    expect(paths(rollouts.refresh())).toEqual({
      added: [`${file('20', '10')}.zst`],
      removed: [file('20', '10')],
    });
    mkdirSync(folder.path('archived_sessions'));
    const archived = `archived_sessions/rollout-2026-11-20T10-00-00-${THREAD}.jsonl.zst`;
    renameSync(folder.path(`${file('20', '10')}.zst`), folder.path(archived));
    expect(paths(rollouts.refresh())).toEqual({ added: [archived], removed: [`${file('20', '10')}.zst`] });
    expect(rollouts.byRollout(THREAD)?.archived).toBe(true);
  });

  test('costs a stat a folder, and a listing only for folders that changed', () => {
    for (const day of ['01', '02', '03']) folder.write(file(day, '10'), '');
    const rollouts = index();
    rollouts.refresh();
    // sessions, year, month, three days; the archive is missing and not listed.
    expect(rollouts.counts).toEqual({ stats: 7, listings: 6 });
    rollouts.refresh();
    expect(rollouts.counts).toEqual({ stats: 14, listings: 6 });
    folder.write(file('02', '11'), '');
    rollouts.refresh();
    expect(rollouts.counts).toEqual({ stats: 21, listings: 7 });
  });

  test('lists a folder again whose time is too young to tell two changes apart', () => {
    folder.write(file('20', '10'), '');
    const day = dirname(folder.path(file('20', '10')));
    const changedAt = 1_795_000_000.1234;
    let now = changedAt * 1000 + 5;
    const rollouts = index(() => now);
    const addUnnoticed = (name: string): void => {
      folder.write(name, '');
      utimesSync(day, changedAt, changedAt);
    };
    for (const above of ['sessions', 'sessions/2026', 'sessions/2026/11'])
      utimesSync(folder.path(above), 1e9, 1e9);
    utimesSync(day, changedAt, changedAt);
    rollouts.refresh();
    addUnnoticed(file('20', '11'));
    expect(paths(rollouts.refresh()).added).toEqual([file('20', '11')]);
    now += 100;
    rollouts.refresh();
    const { listings } = rollouts.counts;
    rollouts.refresh();
    expect(rollouts.counts.listings).toBe(listings);
  });

  test('trusts a whole second only when it is two seconds old', () => {
    folder.write(file('20', '10'), '');
    const day = dirname(folder.path(file('20', '10')));
    utimesSync(day, 1_795_000_000, 1_795_000_000);
    const rollouts = index(() => 1_795_000_001_500);
    rollouts.refresh();
    folder.write(file('20', '11'), '');
    utimesSync(day, 1_795_000_000, 1_795_000_000);
    expect(paths(rollouts.refresh()).added).toEqual([file('20', '11')]);
  });
});

describe('refreshNear', () => {
  const noon = new Date(2026, 10, 21, 12).getTime();

  test('looks only at the given folders, today, yesterday and the archive', () => {
    for (const day of ['01', '02', '03', '20', '21']) folder.write(file(day, '10'), '');
    const rollouts = index(() => noon);
    rollouts.refresh();
    const before = rollouts.counts.stats;
    for (const day of ['01', '02', '20', '21']) folder.write(file(day, '11'), '');
    const change = rollouts.refreshNear([folder.path(file('02', '10'))]);
    expect(paths(change)).toEqual({
      added: [file('02', '11'), file('20', '11'), file('21', '11')],
      removed: [],
    });
    expect(rollouts.counts.stats - before).toBe(4);
    expect(paths(rollouts.refresh()).added).toEqual([file('01', '11')]);
  });

  test("finds today's folder when it is new, and a later refresh does not report it again", () => {
    folder.write(file('20', '10'), '');
    const rollouts = index(() => noon);
    rollouts.refresh();
    folder.write(file('21', '10'), '');
    expect(paths(rollouts.refreshNear([])).added).toEqual([file('21', '10')]);
    expect(paths(rollouts.refresh())).toEqual(NOTHING);
    rmSync(folder.path(file('21', '10')));
    expect(paths(rollouts.refresh()).removed).toEqual([file('21', '10')]);
  });

  test('a file that is gone is looked for everywhere', () => {
    folder.write(file('01', '10'), '');
    folder.write(file('20', '10', OTHER), '');
    const rollouts = index(() => noon);
    rollouts.refresh();
    const moved = `sessions/2026/11/01/rollout-2026-11-20T10-00-00-${OTHER}.jsonl`;
    renameSync(folder.path(file('20', '10', OTHER)), folder.path(moved));
    expect(paths(rollouts.refreshNear([]))).toEqual({ added: [moved], removed: [file('20', '10', OTHER)] });
  });

  test('does not go through links that discovery refuses', () => {
    const rollouts = index(() => noon);
    folder.write(`outside/11/21/rollout-2026-11-21T10-00-00-${THREAD}.jsonl`, '');
    mkdirSync(folder.path('sessions'));
    symlinkSync(folder.path('outside'), folder.path('sessions', '2026'));
    expect(paths(rollouts.refreshNear([folder.path('sessions/2026/11/21')]))).toEqual(NOTHING);
  });

  test('ignores paths outside the homes and below the archive', () => {
    const rollouts = index(() => noon);
    folder.write(`outside/rollout-2026-11-20T10-00-00-${THREAD}.jsonl`, '');
    folder.write(`archived_sessions/sub/rollout-2026-11-20T10-00-00-${THREAD}.jsonl`, '');
    expect(
      paths(rollouts.refreshNear([folder.path('outside'), folder.path('archived_sessions', 'sub')])),
    ).toEqual(NOTHING);
  });
});

describe('look-ups', () => {
  test('a reverted thread has several rollouts, the newest first', () => {
    folder.write(file('20', '10'), '');
    folder.write(file('21', '10', `${THREAD}_${OTHER}`), '');
    const rollouts = index();
    rollouts.refresh();
    expect(rollouts.byThread(THREAD).map(({ rolloutId }) => rolloutId)).toEqual([OTHER, THREAD]);
    expect(rollouts.byRollout(OTHER)?.threadId).toBe(THREAD);
    expect(rollouts.byRollout(THREAD)?.stamp).toBe('2026-11-20T10-00-00');
    expect(rollouts.byThread(OTHER)).toEqual([]);
    expect(rollouts.byRollout('unknown')).toBeUndefined();
  });

  test('of the same file twice the active one is taken', () => {
    folder.write(file('20', '10'), '');
    folder.write(`archived_sessions/rollout-2026-11-20T10-00-00-${THREAD}.jsonl`, '');
    const rollouts = index();
    rollouts.refresh();
    expect(rollouts.byRollout(THREAD)?.archived).toBe(false);
    expect(rollouts.byThread(THREAD)).toHaveLength(2);
  });
});
