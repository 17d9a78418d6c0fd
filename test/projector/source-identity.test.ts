/** Laws 5 and 8: a checkpoint knows its file; another text is projected afresh, and a lost file loses no row. */
import { mkdirSync, readFileSync, renameSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { readCheckpoint } from '../../src/store/checkpoint.js';
import { findThread } from '../../src/store/threads.js';
import { type RolloutBuilder, rollout } from '../../src/testing/index.js';
import { derivedRows } from '../support/derived-rows.js';
import { type HistoryLab, openHistoryLab } from '../support/history-lab.js';
import { useTempFolder } from '../support/temp-folder.js';
import { writeZstd } from '../support/zstd-writer.js';

const folder = useTempFolder();
let lab: HistoryLab;
let thread: RolloutBuilder;
let path: string;

const ID = '019cadc6-9a80-7000-8000-00000000000a';

function threadOf(turns: number, says = 'answer', historyMode: 'paginated' | 'legacy' = 'paginated') {
  const built = rollout({ threadId: ID, historyMode }).sessionMeta();
  for (let number = 1; number <= turns; number++) {
    built.turn((turn) => turn.user(`question ${number}`).agent(`${says} ${number}`).complete()).wait(1_000);
  }
  return built;
}

/** Adds a turn to the thread and to its file. */
function oneMoreTurn(): void {
  const before = thread.bytes().length;
  thread.turn((turn) => turn.user('one more').agent('certainly').complete());
  lab.append(thread.bytes().subarray(before), path);
}

beforeEach(async () => {
  lab = await openHistoryLab(folder.path('lab'));
  thread = threadOf(4);
  [path = ''] = lab.lay(thread);
  await lab.project(ID);
});

const work = () => ({ ...lab.projector.counters });
const standing = () => readCheckpoint(lab.database.reader, ID);
const texts = async () => (await lab.service.listItems(ID, { limit: 100 })).data.map(({ item }) => item.text);
/** Findings other than that the file was replaced, which only the first projection of another text can know. */
const rowsOfText = () => {
  const rows = lab.rows(ID);
  return { ...rows, diagnostics: rows.diagnostics.filter(({ kind }) => kind !== 'source_replaced') };
};

async function expectCleanRows(): Promise<void> {
  const rows = rowsOfText();
  expect(rows.turns.length).toBeGreaterThan(0);
  expect(await lab.rebuild(ID)).toEqual(rows);
}

describe('a file whose text goes on', () => {
  it('is read from the checkpoint on after it grew', async () => {
    const before = work();
    const size = thread.bytes().length;
    oneMoreTurn();
    await lab.project(ID);
    expect(work().bytesRead - before.bytesRead).toBe(thread.bytes().length - size);
    await expectCleanRows();
  });

  it('is not read again when it was compressed', async () => {
    const rows = lab.rows(ID);
    const before = work();
    writeFileSync(`${path}.zst`, writeZstd(thread.bytes(), { checksum: true }));
    rmSync(path);
    await lab.project(ID);
    expect(lab.rows(ID)).toEqual(rows);
    expect(work().linesParsed).toBe(before.linesParsed);
    expect(await texts()).toHaveLength(8);
  });

  it('goes on after it was compressed and expanded again', async () => {
    writeFileSync(`${path}.zst`, writeZstd(thread.bytes()));
    rmSync(path);
    await lab.project(ID);
    lab.write(thread.bytes(), path);
    rmSync(`${path}.zst`);
    const before = work();
    oneMoreTurn();
    await lab.project(ID);
    expect(work().linesParsed - before.linesParsed).toBeLessThan(20);
    await expectCleanRows();
  });

  it('projects a compressed file that is longer than the plain one was', async () => {
    const before = work();
    const size = thread.bytes().length;
    thread.turn((turn) => turn.user('one more').agent('certainly').complete());
    writeFileSync(`${path}.zst`, writeZstd(thread.bytes(), { blockBytes: 500 }));
    rmSync(path);
    await lab.project(ID);
    expect(work().bytesRead - before.bytesRead).toBe(thread.bytes().length - size);
    expect(lab.rows(ID).turns).toHaveLength(5);
    await expectCleanRows();
  });

  it('is not read again when a copy with the same text took its place', async () => {
    const rows = lab.rows(ID);
    const before = work();
    lab.write(thread.bytes(), `${path}.new`);
    renameSync(`${path}.new`, path);
    await lab.project(ID);
    expect(lab.rows(ID)).toEqual(rows);
    expect(work().linesParsed).toBe(before.linesParsed);
  });

  it('is not read again when it was archived', async () => {
    const rows = lab.rows(ID);
    const before = work();
    const archived = join(lab.home, 'archived_sessions', basename(path));
    mkdirSync(dirname(archived));
    renameSync(path, archived);
    expect(await lab.project(ID)).toMatchObject({ archived: true });
    expect(lab.rows(ID)).toEqual(rows);
    expect(work().linesParsed).toBe(before.linesParsed);
  });

  it('is read on from a torn tail that was cut off and written anew', async () => {
    lab.append('{"timestamp":"2026-03-02T09:00:00.000Z","ord', path);
    await lab.project(ID);
    truncateSync(path, thread.bytes().length);
    oneMoreTurn();
    await lab.project(ID);
    expect(lab.rows(ID)).toMatchObject({ turns: { length: 5 }, diagnostics: [] });
    await expectCleanRows();
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
    await expect(texts()).resolves.toEqual(expect.arrayContaining([expect.stringContaining('question 1')]));
    expect(derivedRows(lab.database, `${ID}~1`)).toEqual(before);
    expect(lab.rows(ID).diagnostics).toContainEqual(
      expect.objectContaining({
        kind: 'source_replaced',
        action: 'projected_again',
        start_byte: 0,
        end_byte: 0,
      }),
    );
    await expectCleanRows();
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
    expect(await texts()).toContainEqual(expect.stringContaining('excuse 5'));
  });

  it('is projected afresh once it grows again after it was seen too short', async () => {
    const before = lab.rows(ID);
    truncateSync(path, 2_000);
    await lab.project(ID);
    expect(standing()?.source_gone).toBe('shrank');
    lab.append(`\n${threadOf(1, 'reason').lines().slice(1).join('\n')}\n`, path);
    await lab.project(ID);
    expect(standing()?.source_gone).toBeNull();
    expect(derivedRows(lab.database, `${ID}~1`)).toMatchObject({ turns: before.turns, items: before.items });
    await expectCleanRows();
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
    await expectCleanRows();
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

describe('a file that was lost', () => {
  it('keeps its rows, marked, when it shrank', async () => {
    const { checkpoint, ...rows } = lab.rows(ID);
    truncateSync(path, 2_000);
    await lab.project(ID);
    expect(lab.rows(ID)).toEqual({ ...rows, checkpoint: { ...checkpoint, source_gone: 'shrank' } });
    expect(findThread(lab.database.reader, ID)?.source_gone).toBe(1);
    expect(await texts()).toHaveLength(8);
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
    expect(await texts()).toHaveLength(8);
    expect((await lab.service.listTurns(ID)).data).toHaveLength(4);
  });

  it('goes on where it was when it comes back', async () => {
    const rows = lab.rows(ID);
    const text = readFileSync(path);
    rmSync(path);
    await lab.project(ID);
    lab.write(text, path);
    const before = work();
    await lab.project(ID);
    expect(lab.rows(ID)).toEqual(rows);
    expect(work().linesParsed).toBe(before.linesParsed);
    expect(findThread(lab.database.reader, ID)?.source_gone).toBe(0);
    oneMoreTurn();
    await lab.project(ID);
    await expectCleanRows();
  });
});

describe('a checkpoint', () => {
  it('goes no further than the rows when the commit of a batch fails', async () => {
    const rows = lab.rows(ID);
    oneMoreTurn();
    lab.database.writer.exec(`
      create temp trigger no_room before update on thread_history_projection_state
      begin select raise(abort, 'no room'); end`);
    await expect(lab.project(ID)).rejects.toThrow('no room');
    expect(lab.rows(ID)).toEqual(rows);

    lab.database.writer.exec('drop trigger no_room');
    await lab.project(ID);
    expect(lab.rows(ID).turns).toHaveLength(5);
    await expectCleanRows();
  });

  it('stays where it is when a row cannot be written', async () => {
    const rows = lab.rows(ID);
    oneMoreTurn();
    lab.database.writer.exec(`
      create temp trigger no_room before insert on thread_items when new.item_type = 'agentMessage'
      begin select raise(abort, 'no room'); end`);
    await expect(lab.project(ID)).rejects.toThrow('no room');
    expect(lab.rows(ID)).toEqual(rows);
    lab.database.writer.exec('drop trigger no_room');
    await lab.project(ID);
    await expectCleanRows();
  });
});

describe('the end of the text that a checkpoint names', () => {
  // Open: the tail digest covers what the last catch-up read, and that can be as little as one line end.
  it.fails('is long enough to tell another text when the last thing read was short', async () => {
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
