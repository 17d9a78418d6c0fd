import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { HistoryError } from '../../src/api/history-error.js';
import { toCompressedPath } from '../../src/rollout/index.js';
import { type RolloutBuilder, rollout } from '../../src/testing/index.js';
import { faultyFileSystem } from '../support/faulty-file-system.js';
import { filesIn, useStore } from '../support/open-store.js';
import { useTempFolder } from '../support/temp-folder.js';
import { addNumberedTurns, idsOf, numberedThread, sourceAndFork, textsOf } from '../support/threads.js';
import { writeZstd } from '../support/zstd-writer.js';

const openStore = useStore(useTempFolder());
const through = (turnId: string) => ({ kind: 'through', turnId }) as const;
const before = (turnId: string) => ({ kind: 'before', turnId }) as const;

/** What a fork's first record says of the history it is based on. */
function baseIn([first]: Record<string, unknown>[]): unknown {
  const payload = first?.payload;
  return typeof payload === 'object' && payload !== null && 'history_base' in payload
    ? payload.history_base
    : null;
}

function cut(source: RolloutBuilder, ordinal: number) {
  const lines = source.lines().slice(0, ordinal);
  const end_byte_offset = lines.reduce((sum, line) => sum + Buffer.byteLength(line) + 1, 0);
  return { thread_id: source.rolloutId, end_ordinal_exclusive: ordinal, end_byte_offset };
}

describe('forks of paginated threads', () => {
  it('referenced_paginated_rollout_projects_inherited_ordinal_range', async () => {
    const source = numberedThread(3);
    const { store, linesOf } = await openStore([source]);
    const { threadId, forkedFromId } = await store.forkThread({
      threadId: source.threadId,
      boundary: through('turn-2'),
    });
    expect(forkedFromId).toBe(source.threadId);
    expect(linesOf(threadId)).toMatchObject([
      {
        ordinal: 9,
        type: 'session_meta',
        payload: {
          id: threadId,
          session_id: threadId,
          forked_from_id: source.threadId,
          forked_from_ordinal_exclusive: 9,
          history_base: cut(source, 9),
        },
      },
    ]);
    expect(idsOf(await store.listTurns(threadId))).toEqual(['turn-2', 'turn-1']);
    expect(textsOf(await store.listItems(threadId))).toEqual([
      'question 1',
      'answer 1',
      'question 2',
      'answer 2',
    ]);
    expect(await store.readThread(threadId)).toMatchObject({
      forkedFromId: source.threadId,
      preview: 'question 1',
    });
  });

  it('begins with a session_meta and the settings of its source, at base and base + 1', async () => {
    const source = numberedThread(2, { detail: 'full', model: 'gpt-of-source', cwd: '/work/source' });
    const { store, linesOf } = await openStore([source]);
    const { threadId, settings } = await store.forkThread({ threadId: source.threadId, cwd: '/work/fork' });
    const end = source.lines().length;
    const lines = linesOf(threadId);
    expect(lines).toMatchObject([
      {
        ordinal: end,
        payload: { cwd: '/work/fork', runtime_workspace_roots: ['/work/fork'], cli_version: '1.2.3' },
      },
      {
        ordinal: end + 1,
        payload: {
          type: 'thread_settings_applied',
          thread_id: threadId,
          thread_settings: { model: 'gpt-of-source', cwd: '/work/fork' },
        },
      },
    ]);
    expect(lines).toHaveLength(2);
    expect(settings).toMatchObject({ model: 'gpt-of-source', cwd: '/work/fork' });
  });

  it('paginated_thread_fork_at_named_boundaries_keeps_only_terminal_prefix', async () => {
    const source = numberedThread(4);
    const { store, linesOf } = await openStore([source]);
    const forks = [
      { boundary: { kind: 'latest' } as const, ordinal: 17, turns: 4 },
      { boundary: through('turn-4'), ordinal: 17, turns: 4 },
      { boundary: before('turn-3'), ordinal: 9, turns: 2 },
      { boundary: through('turn-2'), ordinal: 9, turns: 2 },
    ];
    for (const { boundary, ordinal, turns } of forks) {
      const { threadId } = await store.forkThread({ threadId: source.threadId, boundary });
      expect(baseIn(linesOf(threadId))).toEqual(cut(source, ordinal));
      expect(idsOf(await store.listTurns(threadId))).toHaveLength(turns);
    }
  });

  it('before the first turn there is nothing to be based on', async () => {
    const source = numberedThread(2);
    const { store, linesOf } = await openStore([source]);
    const { threadId } = await store.forkThread({ threadId: source.threadId, boundary: before('turn-1') });
    expect(linesOf(threadId)).toMatchObject([{ ordinal: 0, payload: { forked_from_id: source.threadId } }]);
    expect(JSON.stringify(linesOf(threadId))).not.toMatch(/history_base|forked_from_ordinal/);
    expect(await store.readThread(threadId, { includeTurns: true })).toMatchObject({
      preview: '',
      turns: [],
    });
  });

  it('paginated_fork_persists_empty_source', async () => {
    const source = rollout({ detail: 'visible' }).sessionMeta();
    const { store, linesOf } = await openStore([source]);
    const { threadId } = await store.forkThread({ threadId: source.threadId });
    expect(linesOf(threadId)).toHaveLength(1);
    expect(baseIn(linesOf(threadId))).toBeNull();
  });

  it('active_turn_stores_only_its_start_position: a fork of a running thread goes up to what is projected', async () => {
    const source = numberedThread(1).turn((turn) => turn.user('unfinished'), { turnId: 'turn-2' });
    const { store, another, linesOf } = await openStore([source]);
    const first = await store.forkThread({ threadId: source.threadId });
    const second = await another().forkThread({ threadId: source.threadId });
    expect(baseIn(linesOf(first.threadId))).toEqual(cut(source, source.lines().length));
    expect(baseIn(linesOf(second.threadId))).toEqual(baseIn(linesOf(first.threadId)));
    await expect(
      store.forkThread({ threadId: source.threadId, boundary: through('turn-2') }),
    ).rejects.toMatchObject({
      code: 'invalid_request',
      message: "lastTurnId 'turn-2' identifies an in-progress turn",
    });
  });

  it('thread_fork_freezes_active_paginated_turn_as_interrupted', async () => {
    const source = numberedThread(1).turn((turn) => turn.user('unfinished'), { turnId: 'turn-2' });
    const { store, linesOf } = await openStore([source]);
    const { threadId } = await store.forkThread({ threadId: source.threadId });
    const [, note, end] = linesOf(threadId);
    expect(note).toMatchObject({ ordinal: 8, type: 'response_item', payload: { role: 'user' } });
    expect(end).toMatchObject({
      ordinal: 9,
      payload: { type: 'turn_aborted', turn_id: 'turn-2', reason: 'interrupted' },
    });
    expect(JSON.stringify(end)).not.toMatch(/completed_at|duration_ms/);
    const { data } = await store.listTurns(threadId, { itemsView: 'full' });
    expect(data[0]).toMatchObject({ id: 'turn-2', status: 'interrupted', completedAt: null });
    expect(JSON.stringify(data[0]?.items)).toContain('unfinished');
    // Where it came from it goes on.
    expect((await store.listTurns(source.threadId)).data[0]).toMatchObject({ id: 'turn-2' });
    expect(idsOf(await store.listTurns(source.threadId))).toEqual(['turn-2', 'turn-1']);
  });

  it('ends a turn that was left open before the boundary, and none that a later turn followed', async () => {
    const source = addNumberedTurns(
      numberedThread(1).turn((turn) => turn.user('killed'), { turnId: 'killed' }),
      3,
      3,
    );
    const { store, linesOf } = await openStore([source]);
    const early = await store.forkThread({ threadId: source.threadId, boundary: before('turn-3') });
    expect(linesOf(early.threadId).at(-1)).toMatchObject({
      payload: { type: 'turn_aborted', turn_id: 'killed' },
    });
    const late = await store.forkThread({ threadId: source.threadId });
    expect(linesOf(late.threadId)).toHaveLength(1);
  });

  it('named_fork_boundaries_reject_invisible_and_noncanonical_turns', async () => {
    const { source, fork } = sourceAndFork();
    const endOnly = rollout({ detail: 'visible', seed: 9 })
      .sessionMeta()
      .event({ type: 'task_complete', turn_id: 'end-only', last_agent_message: null });
    const openAtCut = numberedThread(1, { seed: 5 }).turn((turn) => turn.user('long'), { turnId: 'long' });
    const inherited = openAtCut.fork({ seed: 6 });
    openAtCut.event({ type: 'task_complete', turn_id: 'long', last_agent_message: null });
    const { store } = await openStore([source, fork, endOnly, openAtCut, inherited]);
    const refused = async (threadId: string, boundary: ReturnType<typeof through | typeof before>) =>
      store.forkThread({ threadId, boundary }).then(
        () => 'forked',
        (error: HistoryError) => `${error.code}: ${error.message}`,
      );
    expect(await refused(fork.threadId, through('turn-3'))).toBe('invalid_request: turn not found: turn-3');
    expect(await refused(fork.threadId, before('turn-4'))).toBe('invalid_request: turn not found: turn-4');
    expect(await refused(source.threadId, before('nowhere'))).toBe(
      'invalid_request: turn not found: nowhere',
    );
    expect(await refused(endOnly.threadId, before('end-only'))).toContain('has no start in the log');
    expect(await refused(inherited.threadId, through('long'))).toContain(
      'past the place where this thread was forked',
    );
  });

  it('resolves_nested_lineage_with_empty_intermediate_segments', async () => {
    const source = numberedThread(2);
    const { store, linesOf } = await openStore([source]);
    const child = await store.forkThread({ threadId: source.threadId });
    const grandchild = await store.forkThread({ threadId: child.threadId });
    expect(baseIn(linesOf(grandchild.threadId))).toEqual(cut(source, 9));
    const inRoot = await store.forkThread({ threadId: grandchild.threadId, boundary: through('turn-1') });
    expect(baseIn(linesOf(inRoot.threadId))).toEqual(cut(source, 5));
    expect(linesOf(inRoot.threadId)).toMatchObject([{ payload: { forked_from_id: grandchild.threadId } }]);
    expect(idsOf(await store.listTurns(inRoot.threadId))).toEqual(['turn-1']);
  });

  it('resolves_archived_ancestors, and refuses an archived source', async () => {
    const { source, fork } = sourceAndFork();
    const { store } = await openStore([{ rollout: source, archived: true }, fork]);
    const { threadId } = await store.forkThread({ threadId: fork.threadId });
    expect(idsOf(await store.listTurns(threadId))).toEqual(['turn-6', 'turn-5', 'turn-2', 'turn-1']);
    await expect(store.forkThread({ threadId: source.threadId })).rejects.toMatchObject({
      code: 'invalid_request',
      message: expect.stringContaining('is archived'),
    });
  });

  it('rejects_missing_cycles_and_out_of_bounds_offsets: a history with a gap is not forked', async () => {
    const { source, fork } = sourceAndFork();
    const { store, home, write } = await openStore([fork]);
    const filesBefore = filesIn(home);
    await expect(store.forkThread({ threadId: fork.threadId })).rejects.toMatchObject({
      code: 'invalid_request',
      message: expect.stringContaining(source.rolloutId),
    });
    await expect(store.forkThread({ threadId: source.threadId })).rejects.toMatchObject({
      message: `no rollout found for thread id ${source.threadId}`,
    });
    expect(filesIn(home)).toEqual(filesBefore);
    write(source);
    await store.forkThread({ threadId: fork.threadId });
  });

  it('paginated_fork_reads_compressed_shared_lineage_without_materializing', async () => {
    const { source, fork } = sourceAndFork();
    const alone = numberedThread(1, { seed: 3 });
    const { store, write } = await openStore([]);
    const [shared = '', , standalone = ''] = write(source, fork, alone);
    for (const path of [shared, standalone]) {
      writeFileSync(toCompressedPath(path), writeZstd(readFileSync(path)));
      rmSync(path);
    }
    const { mtimeMs } = statSync(toCompressedPath(shared));
    await Promise.all([
      store.forkThread({ threadId: source.threadId }),
      store.forkThread({ threadId: fork.threadId, boundary: through('turn-1') }),
    ]);
    expect(existsSync(shared)).toBe(false);
    expect(statSync(toCompressedPath(shared)).mtimeMs).toBe(mtimeMs);

    const { threadId } = await store.forkThread({ threadId: alone.threadId });
    expect([existsSync(standalone), existsSync(toCompressedPath(standalone))]).toEqual([true, false]);
    expect(readFileSync(standalone, 'utf8')).toBe(alone.text());
    expect(idsOf(await store.listTurns(threadId))).toEqual(['turn-1']);
  });

  it('a file outside the homes is no source', async () => {
    const source = numberedThread(1);
    const folder = await openStore([source]);
    const { store, home, pathOf } = folder;
    await store.readThread(source.threadId);
    expect(store.threadOfPath(pathOf(source.threadId))).toBe(source.threadId);
    const outside = `${home}/../outside.jsonl`;
    writeFileSync(outside, source.bytes());
    expect(() => store.threadOfPath(outside)).toThrow(/in no Codex home/);
    expect(() => store.threadOfPath(`${home}/nowhere.jsonl`)).toThrow(/file does not exist/);
  });

  it('shows nothing of what its base holds after the cut', async () => {
    const source = rollout({ detail: 'visible' })
      .sessionMeta()
      .record('world_state', { full: true, state: {} });
    addNumberedTurns(source, 1, 1);
    const { store, linesOf } = await openStore([source]);
    const { threadId } = await store.forkThread({ threadId: source.threadId, boundary: before('turn-1') });
    expect(baseIn(linesOf(threadId))).toEqual(cut(source, 2));
    expect(await store.readThread(threadId, { includeTurns: true })).toMatchObject({
      preview: '',
      turns: [],
    });
    expect((await store.readThread(source.threadId)).preview).toBe('question 1');
  });

  it('a source of a history mode that nobody knows is refused, never taken for legacy', async () => {
    const { store, home } = await openStore([
      rollout({ detail: 'visible' }).sessionMeta({ history_mode: 'future' }),
    ]);
    const { threadId } = rollout();
    const files = filesIn(home);
    await expect(store.forkThread({ threadId })).rejects.toMatchObject({ code: 'invalid_request' });
    await expect(store.revertThread(threadId, 'turn-1')).rejects.toMatchObject({ code: 'invalid_request' });
    expect(() => store.openThread(threadId)).toThrow(/history/);
    expect(filesIn(home)).toEqual(files);
  });

  it('a fork that cannot be written does not exist, and the source is free again', async () => {
    const source = numberedThread(1);
    const fs = faultyFileSystem({ kind: 'error', code: 'ENOSPC', at: 0, times: 100 });
    const { store, home } = await openStore([source], { fs });
    const before = filesIn(home);
    await expect(store.forkThread({ threadId: source.threadId })).rejects.toMatchObject({
      code: 'disk_full',
    });
    expect(filesIn(home)).toEqual(before);
    fs.fault = null;
    await store.forkThread({ threadId: source.threadId });
    expect(filesIn(home)).toHaveLength(before.length + 1);
  });
});
