import { appendFileSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { readWithPosition } from '../../src/api/read-with-position.js';
import { type SubscribeThreadOptions, subscribeThread } from '../../src/api/subscribe-thread.js';
import type { ThreadChange } from '../../src/api/thread-change.js';
import { removeRolloutRows } from '../../src/store/rollout-rows.js';
import { type RolloutBuilder, rollout } from '../../src/testing/index.js';
import { type OpenHistory, useHistory } from '../support/open-history.js';
import { readInBackground, ThreadCopy } from '../support/subscriber.js';
import { useTempFolder } from '../support/temp-folder.js';
import { addNumberedTurns, numberedThread, sourceAndFork, textOf } from '../support/threads.js';
import { writeZstd } from '../support/zstd-writer.js';

const openHistory = useHistory(useTempFolder());
const stops: AbortController[] = [];

afterEach(() => {
  for (const stop of stops.splice(0)) stop.abort();
});

function subscribe(
  { service, database }: OpenHistory,
  threadId: string,
  options: Partial<SubscribeThreadOptions> = {},
) {
  const stop = new AbortController();
  stops.push(stop);
  const { projector } = service;
  const { signal } = stop;
  const subscription = subscribeThread({
    database,
    projector,
    threadId,
    now: Date.now,
    signal,
    pollMs: 1,
    ...options,
  });
  return { ...subscription, stop, reader: readInBackground(subscription) };
}

/** A change in words: `turn-1 completed`, `question 1`. */
function wordsOf(change: ThreadChange): string {
  switch (change.kind) {
    case 'turn':
      return `${change.turn.turnId} ${change.turn.status}`;
    case 'item':
      return textOf(change.item.value) || change.item.value.type;
    case 'realtimeItem':
      return change.item.type;
    case 'turnsRemoved':
      return `without ${change.turns.map(({ turnId }) => turnId).join()}`;
    case 'reset':
      return `reset: ${change.reason}`;
  }
}

const grownLines = (thread: RolloutBuilder, from: number): string =>
  thread
    .lines()
    .slice(from)
    .map((line) => `${line}\n`)
    .join('');

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
    for (const stop of stops.splice(0)) stop.abort();

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

describe('a reset', () => {
  it('is told when the file holds another text, and what comes then is of that one', async () => {
    const thread = numberedThread(2);
    const history = await openHistory([]);
    const [path = ''] = history.write(thread);
    const { start, reader } = subscribe(history, thread.threadId, { from: 'start' });
    await start;
    await reader.reach(6);
    const other = rollout({ detail: 'visible', threadId: thread.threadId, cwd: '/elsewhere' }).sessionMeta();
    addNumberedTurns(other, 5, 7);
    writeFileSync(path, other.bytes());
    await reader.reach(7);
    expect(reader.changes.map(wordsOf).at(6)).toBe('reset: rebuilt');
    const from = other.lines().length;
    addNumberedTurns(other, 8, 8);
    appendFileSync(path, grownLines(other, from));
    await expect.poll(() => reader.changes.map(wordsOf).at(-1)).toBe('turn-8 completed');
    const copy = new ThreadCopy();
    for (const change of reader.changes.slice(6)) copy.take(change);
    expect([...copy.turns.keys()]).toContain('turn-8 0');
  });

  it('is told to a position that lies behind the rows', async () => {
    const thread = numberedThread(2);
    const history = await openHistory([]);
    const [path = ''] = history.write(thread);
    const { start } = subscribe(history, thread.threadId);
    const position = await start;
    for (const stop of stops.splice(0)) stop.abort();
    history.database.transaction((connection) => removeRolloutRows(connection, thread.threadId));
    writeFileSync(path, numberedThread(1).bytes());
    const { reader } = subscribe(history, thread.threadId, { from: position });
    await reader.reach(1);
    expect(reader.changes.map(wordsOf)).toEqual(['reset: rebuilt']);
  });

  it('is not needed when the same rows are made again', async () => {
    const thread = numberedThread(2);
    const history = await openHistory([]);
    const [path = ''] = history.write(thread);
    const { start } = subscribe(history, thread.threadId);
    const position = await start;
    for (const stop of stops.splice(0)) stop.abort();
    history.database.transaction((connection) => removeRolloutRows(connection, thread.threadId));
    const from = thread.lines().length;
    addNumberedTurns(thread, 3, 3);
    appendFileSync(path, grownLines(thread, from));
    const { reader } = subscribe(history, thread.threadId, { from: position });
    await reader.reach(3);
    expect(reader.changes.map(wordsOf)).toEqual(['question 3', 'answer 3', 'turn-3 completed']);
  });

  it('is told when the thread is reverted, and the stream goes on in the new rollout', async () => {
    const thread = numberedThread(1);
    const at = thread.historyBase();
    addNumberedTurns(thread, 2, 2);
    const history = await openHistory([thread]);
    const { start, reader } = subscribe(history, thread.threadId);
    await start;
    const reverted = thread.wait(60_000).revert({ seed: 2, at });
    const [path = ''] = history.write(reverted);
    history.service.projector.takeInventory();
    await reader.reach(1);
    const from = reverted.lines().length;
    addNumberedTurns(reverted, 3, 3);
    appendFileSync(path, grownLines(reverted, from));
    await expect.poll(() => reader.changes.map(wordsOf).at(-1)).toBe('turn-3 completed');
    expect(reader.changes.map(wordsOf)[0]).toBe('reset: reverted');
    expect(reader.changes.map(wordsOf)).toContain('answer 3');
  });
});
