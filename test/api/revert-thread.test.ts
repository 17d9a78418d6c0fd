import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { describe, expect, it } from 'vitest';
import { toCompressedPath } from '../../src/rollout/index.js';
import { acquireWriterLock } from '../../src/rollout/writing/writer-lock.js';
import { type RolloutBuilder, rollout } from '../../src/testing/index.js';
import { faultyFileSystem } from '../support/faulty-file-system.js';
import { filesIn, STORE_TIME, useStore } from '../support/open-store.js';
import { peerThreads, writePeerState } from '../support/peer-databases.js';
import { writePeerIndex } from '../support/peer-index.js';
import { useTempFolder } from '../support/temp-folder.js';
import { addNumberedTurns, idsOf, numberedThread, textsOf } from '../support/threads.js';
import { turnStarted } from '../support/written-lines.js';
import { writeZstd } from '../support/zstd-writer.js';

const openStore = useStore(useTempFolder());

function cut(source: RolloutBuilder, ordinal: number) {
  const lines = source.lines().slice(0, ordinal);
  const end_byte_offset = lines.reduce((sum, line) => sum + Buffer.byteLength(line) + 1, 0);
  return { thread_id: source.rolloutId, end_ordinal_exclusive: ordinal, end_byte_offset };
}

describe('reverts', () => {
  it('revert_keeps_thread_id_and_hides_suffix_across_repeated_reverts', async () => {
    const thread = numberedThread(3, { source: 'exec' });
    const { store, write, home, linesOf, pathOf } = await openStore([]);
    const [path = ''] = write(thread);
    writeFileSync(toCompressedPath(path), writeZstd(thread.bytes()));
    rmSync(path);
    const { threadId } = thread;

    const first = await store.revertThread(threadId, 'turn-3');
    expect(basename(first.path)).toMatch(new RegExp(`-${threadId}_${first.rolloutId}\\.jsonl$`));
    expect(pathOf(threadId)).toBe(first.path);
    expect(readFileSync(path, 'utf8')).toBe(thread.text());
    expect(linesOf(threadId)).toMatchObject([
      { ordinal: 9, payload: { id: threadId, source: 'exec', history_base: cut(thread, 9) } },
    ]);
    expect(idsOf(await store.listTurns(threadId))).toEqual(['turn-2', 'turn-1']);
    expect(textsOf(await store.listItems(threadId))).toEqual([
      'question 1',
      'answer 1',
      'question 2',
      'answer 2',
    ]);

    const second = await store.revertThread(threadId, 'turn-1');
    expect(second.rolloutId).not.toBe(first.rolloutId);
    expect(linesOf(threadId)).toMatchObject([{ ordinal: 0, payload: { id: threadId } }]);
    expect(JSON.stringify(linesOf(threadId))).not.toContain('history_base');
    expect(idsOf(await store.listTurns(threadId))).toEqual([]);
    expect(filesIn(home)).toHaveLength(3);

    await store.archiveThread(threadId);
    expect([filesIn(home).length, filesIn(home, 'archived_sessions').length]).toEqual([0, 3]);
    await store.unarchiveThread(threadId);
    expect(idsOf(await store.listTurns(threadId))).toEqual([]);
    await store.deleteThread(threadId);
    expect(filesIn(home)).toEqual([]);
  });

  it('recovers what an older program lost, carries workspace roots and not the memory mode', async () => {
    const creator = { creator_user_id: 'user-1', creator_account_id: 'account-1' };
    const thread = rollout({ detail: 'visible' }).sessionMeta(creator);
    addNumberedTurns(thread, 1, 1);
    const at = thread.historyBase();
    addNumberedTurns(thread, 2, 2);
    const lost = thread
      .wait(1_000)
      .revert({ seed: 2, at })
      .sessionMeta({ memory_mode: 'enabled', runtime_workspace_roots: ['/a', '/b'] });
    expect(lost.text()).not.toContain('creator_user_id');
    const secondMeta = lost.lines()[1] ?? '';
    const { store, write, linesOf } = await openStore([thread]);
    write({ ...lost, bytes: () => Buffer.from(`${secondMeta.replace('"ordinal":6', '"ordinal":5')}\n`) });
    await store.revertThread(thread.threadId, 'turn-1');
    const [line] = linesOf(thread.threadId);
    expect(line).toMatchObject({ payload: { ...creator, runtime_workspace_roots: ['/a', '/b'] } });
    expect(JSON.stringify(line)).not.toContain('memory_mode');
  });

  it('revert_preserves_resolved_multi_agent_version_in_session_metadata', async () => {
    const thread = numberedThread(2, { detail: 'full' });
    const said = /"multi_agent_version":"(v\d)"/.exec(thread.text())?.[1];
    expect(said).toBeDefined();
    const { store, linesOf } = await openStore([thread]);
    await store.revertThread(thread.threadId, 'turn-2');
    expect(linesOf(thread.threadId)).toMatchObject([
      { payload: { multi_agent_version: said } },
      { payload: { type: 'thread_settings_applied', thread_id: thread.threadId } },
    ]);
    await store.revertThread(thread.threadId, 'turn-1');
    expect(linesOf(thread.threadId)[0]).toMatchObject({ payload: { multi_agent_version: said } });
  });

  it('cuts into what a fork inherited, and the fork is then forked from no later', async () => {
    const source = numberedThread(3);
    const fork = addNumberedTurns(source.fork({ seed: 2 }), 4, 4);
    const { store, linesOf } = await openStore([source, fork]);
    await store.revertThread(fork.threadId, 'turn-2');
    expect(linesOf(fork.threadId)).toMatchObject([
      {
        ordinal: 5,
        payload: {
          id: fork.threadId,
          forked_from_id: source.threadId,
          forked_from_ordinal_exclusive: 5,
          history_base: cut(source, 5),
        },
      },
    ]);
    expect(idsOf(await store.listTurns(fork.threadId))).toEqual(['turn-1']);
    expect(idsOf(await store.listTurns(source.threadId))).toEqual(['turn-3', 'turn-2', 'turn-1']);
  });

  it('forks of what was reverted keep it', async () => {
    const thread = numberedThread(3);
    const { store } = await openStore([thread]);
    const { threadId } = await store.forkThread({ threadId: thread.threadId });
    await store.revertThread(thread.threadId, 'turn-2');
    expect(idsOf(await store.listTurns(threadId))).toEqual(['turn-3', 'turn-2', 'turn-1']);
  });

  it('thread_revert_interrupts_active_turn_and_keeps_thread_loaded', async () => {
    const thread = numberedThread(2);
    const { store, pathOf } = await openStore([thread]);
    const live = store.openThread(thread.threadId);
    live.append([turnStarted('running')]);
    const before = live.path;
    await store.revertThread(thread.threadId, 'turn-2');
    const end = readFileSync(before, 'utf8').trimEnd().split('\n').at(-1) ?? '';
    expect(JSON.parse(end).payload).toMatchObject({
      type: 'turn_aborted',
      turn_id: 'running',
      reason: 'interrupted',
      completed_at: Math.floor(STORE_TIME / 1000),
    });
    expect(() => live.append([turnStarted('late')])).toThrow(/closed/);

    const next = store.openThread(thread.threadId);
    expect(next.path).toBe(pathOf(thread.threadId));
    next.append([turnStarted('after')]);
    await next.projected();
    expect(idsOf(await store.listTurns(thread.threadId))).toEqual(['after', 'turn-1']);
  });

  it('a thread that is open stays so when the turn is not there, and its turn goes on', async () => {
    const thread = numberedThread(1);
    const { store } = await openStore([thread]);
    const live = store.openThread(thread.threadId);
    live.append([turnStarted('running')]);
    await expect(store.revertThread(thread.threadId, 'nowhere')).rejects.toThrow('turn not found: nowhere');
    expect(store.openThread(thread.threadId)).toBe(live);
    await live.projected();
    expect((await store.listTurns(thread.threadId)).data[0]).toMatchObject({ id: 'running' });
    expect(readFileSync(live.path, 'utf8')).not.toContain('turn_aborted');
  });

  it('is refused for legacy, archived and unknown threads', async () => {
    const legacy = numberedThread(2, { historyMode: 'legacy' });
    const archived = numberedThread(2, { seed: 2 });
    const { store } = await openStore([legacy, { rollout: archived, archived: true }]);
    await expect(store.revertThread(legacy.threadId, 'turn-2')).rejects.toMatchObject({
      code: 'invalid_request',
      message: 'thread/revert only supports paginated threads',
    });
    await expect(store.revertThread(archived.threadId, 'turn-2')).rejects.toThrow(/is archived/);
    await expect(store.revertThread('01a1fb5a-0000-7000-8000-000000000000', 'turn-2')).rejects.toMatchObject({
      code: 'thread_not_found',
    });
  });

  it('a thread that another program writes is not reverted', async () => {
    const thread = numberedThread(2);
    const { store, home } = await openStore([thread]);
    const lock = acquireWriterLock({ home, threadId: thread.threadId, now: Date.now, program: 'somebody' });
    await expect(store.revertThread(thread.threadId, 'turn-2')).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('somebody'),
    });
    expect(filesIn(home)).toHaveLength(1);
    lock.release();
    await store.revertThread(thread.threadId, 'turn-2');
  });
});

describe('reverts beside an index of Codex', () => {
  it('tell it where the thread goes on, so that Codex goes on there too', async () => {
    const thread = numberedThread(2);
    const { store, home, write } = await openStore([]);
    const [path = ''] = write(thread);
    writePeerState(home, [{ id: thread.threadId, rolloutPath: path }]);
    const { path: next } = await store.revertThread(thread.threadId, 'turn-2');
    expect(peerThreads(home)).toMatchObject([{ rollout_path: next }]);
    expect(idsOf(await store.listTurns(thread.threadId))).toEqual(['turn-1']);
    const { path: last } = await store.revertThread(thread.threadId, 'turn-1');
    expect(peerThreads(home)).toMatchObject([{ rollout_path: last }]);
  });

  it('where it cannot be told, the thread stays as it is for both', async () => {
    const thread = numberedThread(2);
    const { store, home, write } = await openStore([]);
    const [path = ''] = write(thread);
    // Of another version, with columns that are not known; it can be read and not be changed.
    writePeerIndex(home, [{ id: thread.threadId, rolloutPath: path }]);
    await expect(store.revertThread(thread.threadId, 'turn-2')).rejects.toMatchObject({ code: 'conflict' });
    expect(filesIn(home)).toEqual([basename(path)]);
    expect(idsOf(await store.listTurns(thread.threadId))).toEqual(['turn-2', 'turn-1']);
  });

  it('a file that could not be written leaves the index as it is', async () => {
    const thread = numberedThread(2);
    const fs = faultyFileSystem();
    const { store, home, write } = await openStore([], { fs });
    const [path = ''] = write(thread);
    writePeerState(home, [{ id: thread.threadId, rolloutPath: path }]);
    await store.readThread(thread.threadId);
    fs.fault = { kind: 'error', code: 'ENOSPC', at: fs.calls.length, times: 1_000 };
    await expect(store.revertThread(thread.threadId, 'turn-2')).rejects.toThrow();
    fs.fault = null;
    expect(peerThreads(home)).toMatchObject([{ rollout_path: path }]);
    expect(idsOf(await store.listTurns(thread.threadId))).toEqual(['turn-2', 'turn-1']);
    await store.revertThread(thread.threadId, 'turn-2');
    expect(idsOf(await store.listTurns(thread.threadId))).toEqual(['turn-1']);
  });
});
