/** Law 5: a checkpoint knows its file; text that goes on is not read again, another text is projected afresh. */
import { mkdirSync, renameSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import type { RolloutBuilder } from '../../src/testing/index.js';
import { derivedRows } from '../support/derived-rows.js';
import type { HistoryLab } from '../support/history-lab.js';
import {
  PROJECTED_ID as ID,
  openProjectedThread,
  type ProjectedThread,
  threadOf,
} from '../support/projected-thread.js';
import { useTempFolder } from '../support/temp-folder.js';
import { writeZstd } from '../support/zstd-writer.js';

const folder = useTempFolder();
let given: ProjectedThread;
let lab: HistoryLab;
let thread: RolloutBuilder;
let path: string;

beforeEach(async () => {
  given = await openProjectedThread(folder.path('lab'));
  ({ lab, thread, path } = given);
});

describe('a file whose text goes on', () => {
  it('is read from the checkpoint on after it grew', async () => {
    const before = given.work();
    const size = thread.bytes().length;
    given.oneMoreTurn();
    await lab.project(ID);
    expect(given.work().bytesRead - before.bytesRead).toBe(thread.bytes().length - size);
    await given.expectCleanRows();
  });

  it('is not read again when it was compressed', async () => {
    const rows = lab.rows(ID);
    const before = given.work();
    writeFileSync(`${path}.zst`, writeZstd(thread.bytes(), { checksum: true }));
    rmSync(path);
    await lab.project(ID);
    expect(lab.rows(ID)).toEqual(rows);
    expect(given.work().linesParsed).toBe(before.linesParsed);
    expect(await given.texts()).toHaveLength(8);
  });

  it('goes on after it was compressed and expanded again', async () => {
    writeFileSync(`${path}.zst`, writeZstd(thread.bytes()));
    rmSync(path);
    await lab.project(ID);
    lab.write(thread.bytes(), path);
    rmSync(`${path}.zst`);
    const before = given.work();
    given.oneMoreTurn();
    await lab.project(ID);
    expect(given.work().linesParsed - before.linesParsed).toBeLessThan(20);
    await given.expectCleanRows();
  });

  it('projects a compressed file that is longer than the plain one was', async () => {
    const before = given.work();
    const size = thread.bytes().length;
    thread.turn((turn) => turn.user('one more').agent('certainly').complete());
    writeFileSync(`${path}.zst`, writeZstd(thread.bytes(), { blockBytes: 500 }));
    rmSync(path);
    await lab.project(ID);
    expect(given.work().bytesRead - before.bytesRead).toBe(thread.bytes().length - size);
    expect(lab.rows(ID).turns).toHaveLength(5);
    await given.expectCleanRows();
  });

  it('is not read again when a copy with the same text took its place', async () => {
    const rows = lab.rows(ID);
    const before = given.work();
    lab.write(thread.bytes(), `${path}.new`);
    renameSync(`${path}.new`, path);
    await lab.project(ID);
    expect(lab.rows(ID)).toEqual(rows);
    expect(given.work().linesParsed).toBe(before.linesParsed);
  });

  it('is not read again when it was archived', async () => {
    const rows = lab.rows(ID);
    const before = given.work();
    const archived = join(lab.home, 'archived_sessions', basename(path));
    mkdirSync(dirname(archived));
    renameSync(path, archived);
    expect(await lab.project(ID)).toMatchObject({ archived: true });
    expect(lab.rows(ID)).toEqual(rows);
    expect(given.work().linesParsed).toBe(before.linesParsed);
  });

  it('is read on from a torn tail that was cut off and written anew', async () => {
    lab.append('{"timestamp":"2026-03-02T09:00:00.000Z","ord', path);
    await lab.project(ID);
    truncateSync(path, thread.bytes().length);
    given.oneMoreTurn();
    await lab.project(ID);
    expect(lab.rows(ID)).toMatchObject({ turns: { length: 5 }, diagnostics: [] });
    await given.expectCleanRows();
  });
});

describe('a file with another text', () => {
  const others: [string, () => Uint8Array | string][] = [
    ['as long as before', () => thread.text().replaceAll('answer', 'reason')],
    ['longer than before', () => threadOf(6, 'reason').text()],
    ['changed at its beginning alone', () => thread.text().replace('"0.169.0"', '"0.168.0"')],
    [
      'cut below the checkpoint and grown beyond it',
      () => {
        const text = thread.text().slice(0, thread.text().lastIndexOf('question 3'));
        return `${text}\n${threadOf(5, 'reason').lines().slice(20).join('\n')}\n`;
      },
    ],
  ];

  it.each(others)('is projected afresh: %s', async (_, text) => {
    const before = lab.rows(ID);
    lab.write(text(), path);
    await lab.project(ID);
    await expect(given.texts()).resolves.toEqual(
      expect.arrayContaining([expect.stringContaining('question 1')]),
    );
    expect(derivedRows(lab.database, `${ID}~1`)).toEqual(before);
    expect(lab.rows(ID).diagnostics).toContainEqual(
      expect.objectContaining({
        kind: 'source_replaced',
        action: 'projected_again',
        start_byte: 0,
        end_byte: 0,
      }),
    );
    await given.expectCleanRows();
  });

  it('keeps the rows of each text there was', async () => {
    const first = lab.rows(ID);
    lab.write(threadOf(5, 'reason').bytes(), path);
    await lab.project(ID);
    const second = lab.rows(ID);
    lab.write(threadOf(5, 'excuse').bytes(), path);
    await lab.project(ID);
    expect(derivedRows(lab.database, `${ID}~1`)).toEqual(first);
    expect(derivedRows(lab.database, `${ID}~2`)).toEqual(second);
    expect(await given.texts()).toContainEqual(expect.stringContaining('excuse 5'));
  });

  it('is projected afresh once it grows again after it was seen too short', async () => {
    const before = lab.rows(ID);
    truncateSync(path, 2_000);
    await lab.project(ID);
    expect(given.standing()?.source_gone).toBe('shrank');
    lab.append(`\n${threadOf(1, 'reason').lines().slice(1).join('\n')}\n`, path);
    await lab.project(ID);
    expect(given.standing()?.source_gone).toBeNull();
    expect(derivedRows(lab.database, `${ID}~1`)).toMatchObject({ turns: before.turns, items: before.items });
    await given.expectCleanRows();
  });

  it('is read under the history mode that its new text has, as after a migration in place', async () => {
    lab.clear();
    const legacy = threadOf(3, 'answer', 'legacy');
    lab.write(legacy.bytes(), path);
    expect(await lab.project(ID)).toMatchObject({ historyMode: 'legacy' });
    expect(lab.rows(ID).turns).toHaveLength(3);

    lab.write(threadOf(3).bytes(), `${path}.new`);
    renameSync(`${path}.new`, path);
    lab.restart();
    lab.projector.takeInventory();
    expect(await lab.project(ID)).toMatchObject({ historyMode: 'paginated' });
    expect(lab.rows(ID)).toMatchObject({ turns: { length: 3 }, checkpoint: { reducer: 'canonical' } });
    await given.expectCleanRows();
  });

  it('is noticed by a projector that has known the file before', async () => {
    lab.clear();
    lab.write(threadOf(3, 'answer', 'legacy').bytes(), path);
    await lab.project(ID);
    lab.write(threadOf(3).bytes(), path);
    expect(await lab.project(ID)).toMatchObject({ historyMode: 'paginated' });
    expect(lab.rows(ID)).toMatchObject({ turns: { length: 3 }, checkpoint: { reducer: 'canonical' } });
  });
});

describe('the end of the text that a checkpoint names', () => {
  // Open: the tail digest covers what the last catch-up read, and that can be as little as one line end.
  it('is long enough to tell another text when the last thing read was short', async () => {
    const long = threadOf(40).text();
    lab.write(long, path);
    await lab.project(ID);
    lab.append('\n', path);
    await lab.project(ID);

    const other = `${long}\n`.replaceAll('answer 40', 'reason 40');
    lab.write(other, path);
    await lab.project(ID);
    expect(await lab.service.listItems(ID, { direction: 'desc', limit: 1 })).toMatchObject({
      data: [{ item: { text: expect.stringContaining('reason 40') } }],
    });
  });
});
