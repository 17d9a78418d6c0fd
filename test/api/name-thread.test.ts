import { appendFileSync, closeSync, mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createHistoryService } from '../../src/api/history-service.js';
import { fileSystem } from '../../src/files/file-system.js';
import { flock } from '../../src/files/flock.js';
import { readNameIndex } from '../../src/rollout/read-name-index.js';
import { appendName } from '../../src/rollout/writing/name-index.js';
import { openHistoryDatabase } from '../../src/store/open-history-database.js';
import { faultyFileSystem } from '../support/faulty-file-system.js';
import { useHistory } from '../support/open-history.js';
import { peerThreads, writePeerState } from '../support/peer-databases.js';
import { useTempFolder } from '../support/temp-folder.js';
import { upkeepOf } from '../support/thread-family.js';
import { numberedThread } from '../support/threads.js';

const folder = useTempFolder();
const openHistory = useHistory(folder);

function indexLines(home: string): Record<string, unknown>[] {
  const text = readFileSync(join(home, 'session_index.jsonl'), 'utf8');
  expect(text.endsWith('\n')).toBe(true);
  return text
    .slice(0, -1)
    .split('\n')
    .map((line) => JSON.parse(line));
}

describe('naming', () => {
  it('is told by listings and reads, without white space around it, and the last name holds', async () => {
    const thread = numberedThread(1);
    const other = numberedThread(1, { seed: 2 });
    const history = await openHistory([thread, other]);
    const { upkeep } = upkeepOf(history);
    expect(await upkeep.setThreadName(thread.threadId, 'first')).toBe('first');
    expect(await upkeep.setThreadName(thread.threadId, ' \tZweiter Name 漢字 🚀\n')).toBe(
      'Zweiter Name 漢字 🚀',
    );
    expect((await history.service.readThread(thread.threadId)).name).toBe('Zweiter Name 漢字 🚀');
    const { data } = await history.service.listThreads({ searchTerm: 'Zweiter' });
    expect(data.map(({ id }) => id)).toEqual([thread.threadId]);
    expect((await history.service.readThread(other.threadId)).name).toBeNull();
  });

  it("is written as Codex writes it, and survives the loss of our database and of Codex's", async () => {
    const thread = numberedThread(1);
    const history = await openHistory([]);
    const [rolloutPath = ''] = history.write(thread);
    const { upkeep } = upkeepOf(history);
    await upkeep.setThreadName(thread.threadId, 'a\nb');
    expect(indexLines(history.home)).toEqual([
      { id: thread.threadId, thread_name: 'a\nb', updated_at: expect.stringMatching(/^\d{4}-.*T.*Z$/) },
    ]);
    expect(readFileSync(rolloutPath)).toEqual(Buffer.from(thread.bytes()));
    const database = await openHistoryDatabase({ path: folder.path('rebuilt.sqlite') });
    const service = createHistoryService({ database, homes: [history.home], now: Date.now });
    expect((await service.readThread(thread.threadId)).name).toBe('a\nb');
    database.close();
  });

  it("goes where Codex looks for it in its index of threads: a paginated thread's name, a legacy one's title", async () => {
    const paginated = numberedThread(1);
    const legacy = numberedThread(1, { seed: 2, historyMode: 'legacy' });
    const history = await openHistory([]);
    const [first = '', second = ''] = history.write(paginated, legacy);
    writePeerState(history.home, [
      { id: paginated.threadId, rolloutPath: first, name: 'before' },
      { id: legacy.threadId, rolloutPath: second, historyMode: 'legacy' },
    ]);
    const { upkeep } = upkeepOf(history);
    await upkeep.setThreadName(paginated.threadId, 'one');
    await upkeep.setThreadName(legacy.threadId, 'two');
    const entries = new Map(peerThreads(history.home).map((row) => [row.id, row]));
    expect(entries.get(paginated.threadId)).toMatchObject({ name: 'one', title: 'first words' });
    expect(entries.get(legacy.threadId)).toMatchObject({ name: null, title: 'two' });
    const names = (await history.service.listThreads()).data.map(({ name }) => name);
    expect(names.sort()).toEqual(['one', 'two']);
  });

  it("is read from Codex's index of names where nothing else tells one, whatever other lines are in it", async () => {
    const thread = numberedThread(1);
    const history = await openHistory([thread]);
    const index = join(history.home, 'session_index.jsonl');
    const { threadId } = thread;
    writeFileSync(
      index,
      `${[
        { id: threadId, thread_name: 'old' },
        { id: threadId.toUpperCase(), thread_name: 'new' },
        { id: threadId },
        { id: threadId, thread_name: 7 },
        'text',
        null,
      ]
        .map((line) => `${JSON.stringify(line)}\n`)
        .join('')}\n{"id":"torn`,
    );
    const name = async () => (await history.service.readThread(threadId)).name;
    expect(await name()).toBe('new');
    appendFileSync(index, `\n{"id":"${threadId}","thread_name":"newer"}\n`);
    expect(await name()).toBe('newer');
    writePeerState(history.home, [{ id: threadId, rolloutPath: 'x', name: 'in the index of threads' }]);
    expect(await name()).toBe('in the index of threads');
  });

  it('refuses a blank name, an unknown thread and an archived one', async () => {
    const thread = numberedThread(1);
    const history = await openHistory([thread]);
    const { upkeep } = upkeepOf(history);
    for (const blank of ['', ' \n\t']) {
      await expect(upkeep.setThreadName(thread.threadId, blank)).rejects.toMatchObject({
        code: 'invalid_request',
        message: 'thread name must not be empty',
      });
    }
    const none = { code: 'thread_not_found' };
    await expect(upkeep.setThreadName('01a1fb59-da5c-7c92-83a8-c3b57fb1f999', 'x')).rejects.toMatchObject(
      none,
    );
    await upkeep.archiveThread(thread.threadId);
    await expect(upkeep.setThreadName(thread.threadId, 'x')).rejects.toMatchObject(none);
  });

  it('starts a line of its own behind one that a full disk cut off', async () => {
    const home = folder.path('home');
    mkdirSync(home);
    const options = { fs: fileSystem, home };
    appendName(options, { threadId: 'a', name: 'whole', now: 0 });
    const recorded = faultyFileSystem();
    appendName({ fs: recorded, home }, { threadId: 'a', name: 'whole', now: 0 });
    const at = recorded.calls.findIndex(({ name }) => name === 'writeSync');
    for (const partial of [0, 1, 20]) {
      const fs = faultyFileSystem({ kind: 'error', code: 'ENOSPC', at, partial });
      const cut = { threadId: 'b', name: 'cut', now: 0 };
      expect(() => appendName({ fs, home }, cut)).toThrow(expect.objectContaining({ code: 'disk_full' }));
      if (partial > 0) expect(readFileSync(join(home, 'session_index.jsonl'), 'utf8')).not.toMatch(/\n$/);
      appendName(options, { threadId: 'c', name: `after ${partial}`, now: 0 });
      expect(Object.fromEntries(readNameIndex(home))).toEqual({ a: 'whole', c: `after ${partial}` });
    }
  });

  it('waits while another process writes the index, and says so when that does not end', async () => {
    const home = folder.path('home');
    mkdirSync(home);
    const fd = openSync(join(home, 'session_index.jsonl.lock'), 'w+');
    expect(flock(fd)).toBe('locked');
    const options = { fs: fileSystem, home };
    expect(() => appendName(options, { threadId: 'a', name: 'x', now: 0 })).toThrow(
      expect.objectContaining({ code: 'locks_busy' }),
    );
    closeSync(fd);
    appendName(options, { threadId: 'a', name: 'x', now: 0 });
    expect(Object.fromEntries(readNameIndex(home))).toEqual({ a: 'x' });
  }, 10_000);
});
