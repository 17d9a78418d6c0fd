import { appendFileSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readWithPosition } from '../../src/api/read-with-position.js';
import { forgetThreads } from '../../src/store/forget-threads.js';
import { rollout } from '../../src/testing/index.js';
import { useHistory } from '../support/open-history.js';
import { grownLines, useSubscriptions, wordsOf } from '../support/subscriptions.js';
import { useTempFolder } from '../support/temp-folder.js';
import { addNumberedTurns, numberedThread, sourceAndFork } from '../support/threads.js';
import { writeZstd } from '../support/zstd-writer.js';

const openHistory = useHistory(useTempFolder());
const { subscribe, stopAll } = useSubscriptions();

describe('a subscription', () => {
  it('tells what comes after it was made, line by line, although nobody projects the file', async () => {
    const thread = numberedThread(1);
    const history = await openHistory([]);
    const [path = ''] = history.write(thread);
    const { start, reader } = subscribe(history, thread.threadId);
    await start;
    const from = thread.lines().length;
    addNumberedTurns(thread, 2, 2);
    for (const [index, line] of thread.lines().slice(from).entries()) {
      appendFileSync(path, `${line}\n`);
      await reader.reach(index + 1);
    }
    expect(reader.changes.map(wordsOf)).toEqual([
      'turn-2 inProgress',
      'question 2',
      'answer 2',
      'turn-2 completed',
    ]);
    expect(reader.changes[1]).toMatchObject({ createdOrdinal: 6, updatedOrdinal: 6 });
    expect(reader.changes[3]).toMatchObject({ turn: { startOrdinal: 5, endOrdinal: 8 } });
  });

  it('tells everything there is from the start on, each thing once and as it is now', async () => {
    const thread = numberedThread(2);
    const history = await openHistory([thread]);
    const { reader } = subscribe(history, thread.threadId, { from: 'start' });
    await reader.reach(6);
    expect(reader.changes.map(wordsOf)).toEqual([
      'question 1',
      'answer 1',
      'turn-1 completed',
      'question 2',
      'answer 2',
      'turn-2 completed',
    ]);
  });

  it('goes on exactly where it stopped, from any position', async () => {
    const thread = numberedThread(3);
    const history = await openHistory([thread]);
    const whole = await subscribe(history, thread.threadId, { from: 'start' }).reader.reach(9);
    for (const [index, { position }] of whole.entries()) {
      if (index === whole.length - 1) continue;
      const { reader } = subscribe(history, thread.threadId, { from: position });
      expect(await reader.reach(whole.length - index - 1)).toEqual(whole.slice(index + 1));
    }
  });

  it('tells an item again that changes in its place', async () => {
    const thread = rollout({ detail: 'visible' }).sessionMeta();
    const say = (text: string) =>
      thread.turn(
        (turn) => turn.item({ type: 'AgentMessage', id: 'one', content: [{ type: 'Text', text }] }),
        { turnId: 'turn-1', started: false },
      );
    say('first words');
    const history = await openHistory([]);
    const [path = ''] = history.write(thread);
    const { start, reader } = subscribe(history, thread.threadId, { from: 'start' });
    await start;
    await reader.reach(1);
    const from = thread.lines().length;
    say('better words');
    appendFileSync(path, grownLines(thread, from));
    await reader.reach(2);
    expect(reader.changes.map(wordsOf)).toEqual(['first words', 'better words']);
    expect(reader.changes.map((change) => change.kind === 'item' && change.createdOrdinal)).toEqual([1, 1]);
    expect(reader.changes.map((change) => change.kind === 'item' && change.updatedOrdinal)).toEqual([1, 2]);
  });

  it('tells turns of a legacy thread that a rollback takes away', async () => {
    const thread = numberedThread(3, { historyMode: 'legacy' });
    const history = await openHistory([]);
    const [path = ''] = history.write(thread);
    const { result, position } = await readWithPosition(
      { database: history.database, projector: history.service.projector, threadId: thread.threadId },
      () => 'read',
    );
    expect(result).toBe('read');
    const { reader } = subscribe(history, thread.threadId, { from: position });
    const from = thread.lines().length;
    thread.event({ type: 'thread_rolled_back', num_turns: 2 });
    addNumberedTurns(thread, 4, 4);
    appendFileSync(path, grownLines(thread, from));
    await reader.reach(4);
    expect(reader.changes.map(wordsOf)).toEqual([
      'without turn-2,turn-3',
      'question 4',
      'answer 4',
      'turn-4 completed',
    ]);
    const again = subscribe(history, thread.threadId, { from: reader.changes[0]?.position });
    expect(await again.reader.reach(3)).toEqual(reader.changes.slice(1));
  });

  it('tells the history before a fork first, up to its cut, and then its own', async () => {
    const { source, fork } = sourceAndFork();
    const history = await openHistory([source, fork]);
    const { reader } = subscribe(history, fork.threadId, { from: 'start' });
    await reader.reach(12);
    expect(reader.changes.map(wordsOf)).toEqual([
      'turn-1 completed',
      'question 1',
      'answer 1',
      'turn-2 completed',
      'question 2',
      'answer 2',
      'question 5',
      'answer 5',
      'turn-5 completed',
      'question 6',
      'answer 6',
      'turn-6 completed',
    ]);
    const within = reader.changes[2]?.position;
    const { reader: rest } = subscribe(history, fork.threadId, { from: within });
    expect(await rest.reach(9)).toEqual(reader.changes.slice(3));
  });

  it('goes on in a file that was archived or compressed meanwhile', async () => {
    const thread = numberedThread(2);
    const history = await openHistory([]);
    const [path = ''] = history.write(thread);
    const whole = await subscribe(history, thread.threadId, { from: 'start' }).reader.reach(6);
    const from = whole[2]?.position;
    stopAll();

    const archived = join(history.home, 'archived_sessions', basename(path));
    mkdirSync(dirname(archived));
    renameSync(path, archived);
    expect(await subscribe(history, thread.threadId, { from }).reader.reach(3)).toEqual(whole.slice(3));

    writeFileSync(`${archived}.zst`, writeZstd(thread.bytes()));
    rmSync(archived);
    expect(await subscribe(history, thread.threadId, { from }).reader.reach(3)).toEqual(whole.slice(3));
  });

  it('ends with its signal, also while nothing happens', async () => {
    const thread = numberedThread(1);
    const history = await openHistory([thread]);
    const { start, stop, reader } = subscribe(history, thread.threadId, { pollMs: 60_000 });
    await start;
    setTimeout(() => stop.abort(), 5);
    expect(await reader.ended).toEqual([]);
  });

  it('ends with an error when its thread is deleted', async () => {
    const thread = numberedThread(1);
    const history = await openHistory([]);
    const [path = ''] = history.write(thread);
    const { start, reader } = subscribe(history, thread.threadId);
    await start;
    rmSync(path);
    history.database.transaction((connection) => forgetThreads(connection, [thread.threadId]));
    await expect(reader.ended).rejects.toMatchObject({ code: 'thread_not_found' });
  });

  it('is refused for a thread that is not there, and for positions that are not its own', async () => {
    const thread = numberedThread(1);
    const other = numberedThread(1, { seed: 2 });
    const history = await openHistory([thread, other]);
    const { start } = subscribe(history, other.threadId);
    const theirs = await start;
    for (const [threadId, from, code] of [
      ['019cb500-0000-7000-8000-0000000000ff', undefined, 'thread_not_found'],
      [thread.threadId, 'yesterday', 'invalid_request'],
      [thread.threadId, theirs, 'invalid_request'],
    ] as const) {
      const refused = subscribe(history, threadId, { from });
      await expect(refused.reader.ended).rejects.toMatchObject({ code });
      await expect(refused.start).rejects.toMatchObject({ code });
    }
  });
});
