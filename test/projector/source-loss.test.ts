/** Laws 5 and 8: a lost file loses no row, and a failed commit moves neither rows nor checkpoint. */
import { readFileSync, rmSync, truncateSync } from 'node:fs';
import { beforeEach, describe, expect, it } from 'vitest';
import { findThread } from '../../src/store/threads.js';
import type { RolloutBuilder } from '../../src/testing/index.js';
import type { HistoryLab } from '../support/history-lab.js';
import {
  PROJECTED_ID as ID,
  openProjectedThread,
  type ProjectedThread,
} from '../support/projected-thread.js';
import { useTempFolder } from '../support/temp-folder.js';

const folder = useTempFolder();
let given: ProjectedThread;
let lab: HistoryLab;
let thread: RolloutBuilder;
let path: string;

beforeEach(async () => {
  given = await openProjectedThread(folder.path('lab'));
  ({ lab, thread, path } = given);
});

describe('a file that was lost', () => {
  it('keeps its rows, marked, when it shrank', async () => {
    const { checkpoint, ...rows } = lab.rows(ID);
    truncateSync(path, 2_000);
    await lab.project(ID);
    expect(lab.rows(ID)).toEqual({ ...rows, checkpoint: { ...checkpoint, source_gone: 'shrank' } });
    expect(findThread(lab.database.reader, ID)?.source_gone).toBe(1);
    expect(await given.texts()).toHaveLength(8);
    await lab.project(ID);
    expect(lab.rows(ID)).toMatchObject(rows);
  });

  it('goes on when its text is restored after it shrank', async () => {
    const rows = lab.rows(ID);
    truncateSync(path, 2_000);
    await lab.project(ID);
    lab.write(thread.bytes(), path);
    await lab.project(ID);
    expect(lab.rows(ID)).toEqual(rows);
    expect(findThread(lab.database.reader, ID)?.source_gone).toBe(0);
  });

  it('keeps its rows, marked and readable, when it vanished', async () => {
    const { checkpoint, ...rows } = lab.rows(ID);
    rmSync(path);
    expect(await lab.project(ID)).not.toBeNull();
    expect(lab.rows(ID)).toEqual({ ...rows, checkpoint: { ...checkpoint, source_gone: 'vanished' } });
    expect(findThread(lab.database.reader, ID)?.source_gone).toBe(1);
    lab.restart();
    expect(await given.texts()).toHaveLength(8);
    expect((await lab.service.listTurns(ID)).data).toHaveLength(4);
  });

  it('goes on where it was when it comes back', async () => {
    const rows = lab.rows(ID);
    const text = readFileSync(path);
    rmSync(path);
    await lab.project(ID);
    lab.write(text, path);
    const before = given.work();
    await lab.project(ID);
    expect(lab.rows(ID)).toEqual(rows);
    expect(given.work().linesParsed).toBe(before.linesParsed);
    expect(findThread(lab.database.reader, ID)?.source_gone).toBe(0);
    given.oneMoreTurn();
    await lab.project(ID);
    await given.expectCleanRows();
  });
});

describe('a checkpoint', () => {
  it('goes no further than the rows when the commit of a batch fails', async () => {
    const rows = lab.rows(ID);
    given.oneMoreTurn();
    lab.database.writer.exec(`
      create temp trigger no_room before update on thread_history_projection_state
      begin select raise(abort, 'no room'); end`);
    await expect(lab.project(ID)).rejects.toThrow('no room');
    expect(lab.rows(ID)).toEqual(rows);

    lab.database.writer.exec('drop trigger no_room');
    await lab.project(ID);
    expect(lab.rows(ID).turns).toHaveLength(5);
    await given.expectCleanRows();
  });

  it('stays where it is when a row cannot be written', async () => {
    const rows = lab.rows(ID);
    given.oneMoreTurn();
    lab.database.writer.exec(`
      create temp trigger no_room before insert on thread_items when new.item_type = 'agentMessage'
      begin select raise(abort, 'no room'); end`);
    await expect(lab.project(ID)).rejects.toThrow('no room');
    expect(lab.rows(ID)).toEqual(rows);
    lab.database.writer.exec('drop trigger no_room');
    await lab.project(ID);
    await given.expectCleanRows();
  });
});
