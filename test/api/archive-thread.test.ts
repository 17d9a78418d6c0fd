import { chmodSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { writeCodexHome } from '../../src/testing/index.js';
import { useHistory } from '../support/open-history.js';
import { peerThreads, writePeerState } from '../support/peer-databases.js';
import { useTempFolder } from '../support/temp-folder.js';
import { filesBelow, placesOf, threadFamily, upkeepOf } from '../support/thread-family.js';
import { addNumberedTurns, idsOf, numberedThread, sourceAndFork } from '../support/threads.js';
import { writeZstd } from '../support/zstd-writer.js';

const folder = useTempFolder();
const openHistory = useHistory(folder);

describe('archiving', () => {
  it('moves a thread to the flat archive and back to the folder of its day, times and permissions kept', async () => {
    const thread = numberedThread(2);
    const history = await openHistory([]);
    const [path = ''] = history.write(thread);
    const { service, home } = history;
    const { upkeep } = upkeepOf(history);
    chmodSync(path, 0o640);
    utimesSync(path, 1_700_000_000.5, 1_700_000_001.25);
    const before = statSync(path, { bigint: true });
    const turns = await service.listTurns(thread.threadId);

    expect(await upkeep.archiveThread(thread.threadId)).toEqual({ threadIds: [thread.threadId] });
    const archived = join(home, 'archived_sessions', basename(path));
    expect(placesOf(home)).toEqual({ active: [], archived: [basename(path)] });
    const after = statSync(archived, { bigint: true });
    expect([after.mode, after.mtimeNs, after.ino]).toEqual([before.mode, before.mtimeNs, before.ino]);
    expect((await service.listThreads()).data).toEqual([]);
    expect((await service.listThreads({ archived: true })).data).toMatchObject([{ path: archived }]);
    expect(await service.listTurns(thread.threadId)).toEqual(turns);

    expect(await upkeep.unarchiveThread(thread.threadId)).toEqual({ threadIds: [thread.threadId] });
    expect(placesOf(home)).toEqual({ active: [path.slice(join(home, 'sessions/').length)], archived: [] });
    expect(statSync(path, { bigint: true }).mtimeNs).toBe(before.mtimeNs);
    expect((await service.listThreads({ archived: true })).data).toEqual([]);
    expect((await service.listThreads()).data).toMatchObject([{ id: thread.threadId, path }]);
  });

  it('projects nothing anew', async () => {
    const thread = numberedThread(3);
    const history = await openHistory([thread]);
    const { service } = history;
    const { upkeep } = upkeepOf(history);
    await service.listTurns(thread.threadId);
    const { bytesRead } = service.projector.counters;
    await upkeep.archiveThread(thread.threadId);
    await service.listTurns(thread.threadId);
    await upkeep.unarchiveThread(thread.threadId);
    await service.listTurns(thread.threadId);
    expect(service.projector.counters.bytesRead).toBe(bytesRead);
  });

  it('takes sub-agents along, and tells of them generation by generation as Codex does', async () => {
    const { root, first, second, grandchild, all } = threadFamily();
    const history = await openHistory([...all, numberedThread(1, { seed: 9 })]);
    const { upkeep } = upkeepOf(history);
    expect(await upkeep.archiveThread(root.threadId)).toEqual({
      threadIds: [root, grandchild, second, first].map(({ threadId }) => threadId),
    });
    expect(placesOf(history.home)).toMatchObject({ active: { length: 1 }, archived: { length: 4 } });
    expect(await upkeep.unarchiveThread(root.threadId)).toEqual({
      threadIds: [root, first, second, grandchild].map(({ threadId }) => threadId),
    });
    expect(placesOf(history.home)).toMatchObject({ active: { length: 5 }, archived: { length: 0 } });
  });

  it('leaves sub-agents where they are that are there already', async () => {
    const { root, first, second, grandchild, all } = threadFamily();
    const history = await openHistory(all);
    const { upkeep } = upkeepOf(history);
    const ids = async (moved: Promise<{ threadIds: string[] }>) => (await moved).threadIds;
    expect(await ids(upkeep.archiveThread(second.threadId))).toEqual([second.threadId, grandchild.threadId]);
    expect(await ids(upkeep.archiveThread(root.threadId))).toEqual([root.threadId, first.threadId]);
    expect(await ids(upkeep.unarchiveThread(second.threadId))).toEqual([
      second.threadId,
      grandchild.threadId,
    ]);
    expect(await ids(upkeep.unarchiveThread(root.threadId))).toEqual([root.threadId, first.threadId]);
  });

  it('revert: archive and unarchive handle all owned files, compressed ones as they are', async () => {
    const thread = numberedThread(1);
    const at = thread.historyBase();
    addNumberedTurns(thread, 2, 3);
    const reverted = addNumberedTurns(thread.wait(60_000).revert({ seed: 2, at }), 4, 4);
    const again = addNumberedTurns(
      reverted.wait(60_000).revert({ seed: 3, at: reverted.historyBase() }),
      5,
      5,
    );
    const history = await openHistory([]);
    const paths = history.write(thread, reverted, again);
    const [oldest = ''] = paths;
    writeFileSync(`${oldest}.zst`, writeZstd(readFileSync(oldest)));
    rmSync(oldest);
    const onDisk = filesBelow(history.home, 'sessions').map((name) => basename(name));
    const { upkeep } = upkeepOf(history);
    const turns = idsOf(await history.service.listTurns(thread.threadId));

    await upkeep.archiveThread(thread.threadId);
    expect(placesOf(history.home)).toEqual({ active: [], archived: onDisk });
    expect(idsOf(await history.service.listTurns(thread.threadId))).toEqual(turns);
    await upkeep.unarchiveThread(thread.threadId);
    expect(placesOf(history.home).archived).toEqual([]);
    expect(filesBelow(history.home, 'sessions').map((name) => basename(name))).toEqual(onDisk);
    expect(idsOf(await history.service.listTurns(thread.threadId))).toEqual(turns);
  });

  it('resolves_archived_ancestors: a fork reads on when its source is archived', async () => {
    const { source, fork } = sourceAndFork();
    const history = await openHistory([source, fork]);
    const { upkeep } = upkeepOf(history);
    await upkeep.archiveThread(source.threadId);
    expect(idsOf(await history.reopen().listTurns(fork.threadId, { direction: 'asc' }))).toEqual([
      'turn-1',
      'turn-2',
      'turn-5',
      'turn-6',
    ]);
  });

  it('moves a rollout whose name tells neither its day nor its thread', async () => {
    const thread = numberedThread(1);
    const history = await openHistory([]);
    const path = folder.write('home/sessions/2026/03/02/rollout-copy (1).jsonl', thread.bytes());
    const { upkeep } = upkeepOf(history);
    await upkeep.archiveThread(thread.threadId);
    expect(placesOf(history.home)).toEqual({ active: [], archived: [basename(path)] });
    await upkeep.unarchiveThread(thread.threadId);
    expect(placesOf(history.home)).toEqual({ active: [basename(path)], archived: [] });
    expect((await history.service.listThreads()).data).toMatchObject([{ id: thread.threadId }]);
    await upkeep.deleteThreads([thread.threadId]);
    expect(placesOf(history.home).active).toEqual([]);
  });

  it('moves a thread in every home that has a copy of it', async () => {
    const thread = numberedThread(1);
    const history = await openHistory([thread], { homes: ['home', 'copy'] });
    const copy = join(dirname(history.home), 'copy');
    const { upkeep } = upkeepOf(history, { homes: [history.home, copy] });
    writeCodexHome({ home: copy, entries: [{ rollout: thread }] });
    await upkeep.archiveThread(thread.threadId);
    for (const home of [history.home, copy]) expect(placesOf(home).active).toEqual([]);
    expect((await history.service.listThreads()).data).toEqual([]);
  });

  it("has Codex's index follow, which knows the plain name only", async () => {
    const thread = numberedThread(1);
    const history = await openHistory([]);
    const [path = ''] = history.write(thread);
    writePeerState(history.home, [{ id: thread.threadId, rolloutPath: path }]);
    const { upkeep } = upkeepOf(history);
    const before = Math.floor(Date.now() / 1000);
    await upkeep.archiveThread(thread.threadId);
    const [entry] = peerThreads(history.home);
    expect(entry).toMatchObject({
      rollout_path: join(history.home, 'archived_sessions', basename(path)),
      archived: 1,
    });
    expect(entry?.archived_at).toBeGreaterThanOrEqual(before);
    await upkeep.unarchiveThread(thread.threadId);
    expect(peerThreads(history.home)).toMatchObject([{ rollout_path: path, archived: 0, archived_at: null }]);
  });
});
