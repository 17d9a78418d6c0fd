import { appendFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { removeRolloutRows } from '../../src/store/rollout-rows.js';
import { rollout } from '../../src/testing/index.js';
import { useHistory } from '../support/open-history.js';
import { ThreadCopy } from '../support/subscriber.js';
import { grownLines, useSubscriptions, wordsOf } from '../support/subscriptions.js';
import { useTempFolder } from '../support/temp-folder.js';
import { addNumberedTurns, numberedThread } from '../support/threads.js';

const openHistory = useHistory(useTempFolder());
const { subscribe, stopAll } = useSubscriptions();

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
    stopAll();
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
    stopAll();
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
