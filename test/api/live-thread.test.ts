/** Behaviours of spec peer-tests A about live appends, and what our own promises add to them. */
import { appendFileSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { RolloutWriter } from '../../src/rollout/writing/rollout-writer.js';
import { faultyFileSystem } from '../support/faulty-file-system.js';
import { linesOf, useLiveLab } from '../support/live-lab.js';
import { answered, asked, LIVE_ID, liveMeta, turnCompleted, turnStarted } from '../support/live-records.js';
import { useTempFolder } from '../support/temp-folder.js';

const folder = useTempFolder();
const openLab = useLiveLab(folder);

const wholeTurn = (turnId: string) => [
  turnStarted(turnId),
  asked(turnId, `${turnId}-question`, 'When is high water?'),
  answered(turnId, `${turnId}-answer`, 'At six.'),
  turnCompleted(turnId),
];

describe('an append', () => {
  it('A1: without a database writes the log only', () => {
    const path = folder.path('sessions', 'rollout.jsonl');
    const writer = RolloutWriter.create({ path, meta: liveMeta(), now: Date.now });
    writer.append(wholeTurn('turn-1'));
    writer.close();
    expect(readdirSync(folder.path(), { recursive: true })).toEqual(['sessions', 'sessions/rollout.jsonl']);
  });

  it('A3: is followed by the turn, its items and the checkpoint', async () => {
    const lab = await openLab();
    const thread = lab.create();
    const receipt = thread.append(wholeTurn('turn-1'));
    await thread.projected();
    const ends = linesOf(thread).map((line) => Buffer.byteLength(line) + 1);
    const [metaLength = 0] = ends;
    const fileLength = ends.reduce((sum, length) => sum + length, 0);
    expect(receipt).toMatchObject({ start: 0, end: fileLength, lines: 5, firstOrdinal: 0 });
    expect(lab.rows().turns).toMatchObject([
      {
        turn_id: 'turn-1',
        root_turn_id: 'turn-1',
        rollout_ordinal: 1,
        rollout_byte_offset: metaLength,
        rollout_end_ordinal: 4,
        rollout_end_byte_offset: fileLength,
        status: 'completed',
        started_at: 1_772_442_000,
        completed_at: 1_772_442_004,
        duration_ms: 4_000,
        first_user_item_id: 'turn-1-question',
        final_agent_item_id: 'turn-1-answer',
      },
    ]);
    expect(lab.rows().items.map((row) => [row.item_id, row.rollout_ordinal])).toEqual([
      ['turn-1-question', 2],
      ['turn-1-answer', 3],
    ]);
    expect(lab.rows().checkpoint).toMatchObject({
      next_rollout_byte_offset: fileLength,
      next_rollout_ordinal: 5,
    });
    expect(lab.failures).toEqual([]);
  });

  it('is followed by rows in a legacy thread too', async () => {
    const lab = await openLab();
    const thread = lab.create({ meta: liveMeta({ history_mode: 'legacy' }) });
    thread.append(wholeTurn('turn-1'));
    await thread.projected();
    expect(lab.rows().turns).toMatchObject([{ turn_id: 'turn-1', status: 'completed' }]);
    expect(lab.rows().items.map((row) => row.item_type)).toEqual(['userMessage', 'agentMessage']);
  });

  it('costs the projector the lines it wrote, whatever the thread holds', async () => {
    const lab = await openLab();
    const thread = lab.create();
    for (let turn = 0; turn < 50; turn++) thread.append(wholeTurn(`turn-${turn}`));
    await thread.projected();
    const { counters } = lab.projector;
    const before = { ...counters };
    const { start, end, lines } = thread.append([answered('turn-49', 'late', 'And at half past six.')]);
    await thread.projected();
    expect(counters.bytesRead - before.bytesRead).toBe(end - start);
    expect(counters.linesParsed - before.linesParsed).toBe(lines);
  });

  it('shares a pass with the appends made together with it', async () => {
    const lab = await openLab();
    const thread = lab.create();
    thread.append(wholeTurn('turn-0'));
    await thread.projected();
    const before = lab.projector.counters.batches;
    for (let turn = 1; turn <= 20; turn++) thread.append(wholeTurn(`turn-${turn}`));
    await thread.projected();
    expect(lab.projector.counters.batches - before).toBe(1);
    expect(lab.rows().turns).toHaveLength(21);
  });

  it('A20: has the rows catch up with what was durable and not projected before', async () => {
    const lab = await openLab();
    const thread = lab.create();
    thread.append(wholeTurn('turn-1'));
    await thread.projected();
    lab.database.writer.exec('alter table thread_items rename to elsewhere');
    thread.append([turnStarted('turn-2'), answered('turn-2', 'two', 'second')]);
    await expect(thread.projected()).rejects.toThrow('no such table');
    lab.database.writer.exec('alter table elsewhere rename to thread_items');
    thread.append([answered('turn-2', 'three', 'third'), turnCompleted('turn-2')]);
    await thread.projected();
    expect(
      lab
        .rows()
        .items.map((row) => row.item_id)
        .slice(-2),
    ).toEqual(['two', 'three']);
    expect(lab.rows().turns.at(-1)).toMatchObject({ status: 'completed', rollout_ordinal: 5 });
  });

  it('A21: that was projected is not projected again', async () => {
    const lab = await openLab();
    const thread = lab.create();
    thread.append(wholeTurn('turn-1'));
    await thread.projected();
    const [rows, work] = [lab.rows(), { ...lab.projector.counters }];
    await thread.projected();
    await lab.projector.prepareThread(LIVE_ID);
    expect(lab.rows()).toEqual(rows);
    expect(lab.projector.counters).toEqual(work);
  });

  it('A24: that fails makes no rows, and its lines go out with the next one, each once', async () => {
    const lab = await openLab();
    const fs = faultyFileSystem();
    const thread = lab.create({ fs });
    fs.fault = { kind: 'error', code: 'ENOSPC', at: fs.calls.length, times: 1_000 };
    expect(() => thread.append(wholeTurn('turn-1'))).toThrow(expect.objectContaining({ code: 'disk_full' }));
    await thread.projected();
    expect(lab.rows()).toMatchObject({ turns: [], items: [], checkpoint: null });
    fs.fault = null;
    thread.append(wholeTurn('turn-2'));
    await thread.projected();
    expect(linesOf(thread)).toHaveLength(9);
    expect(lab.rows().turns.map((row) => row.turn_id)).toEqual(['turn-1', 'turn-2']);
  });

  it('A25: to a file that is gone is an error, and the rows stay', async () => {
    const lab = await openLab();
    const thread = lab.create();
    thread.append(wholeTurn('turn-1'));
    await thread.projected();
    const { items } = lab.rows();
    rmSync(thread.path);
    expect(() => thread.append(wholeTurn('turn-2'))).toThrow(
      expect.objectContaining({ code: 'changed_elsewhere' }),
    );
    expect(await lab.projector.projectRolloutId(LIVE_ID)).toBe('source_gone');
    expect(lab.rows()).toMatchObject({ items, checkpoint: { source_gone: 'vanished' } });
  });

  it('A26: outlives a database that cannot take the rows, which is told', async () => {
    const lab = await openLab();
    const thread = lab.create();
    lab.database.writer.exec('drop table thread_items');
    const { lines } = thread.append(wholeTurn('turn-1'));
    expect(lines).toBe(5);
    await expect(thread.projected()).rejects.toThrow();
    expect(lab.failures.length).toBeGreaterThan(0);
    expect(linesOf(thread)).toHaveLength(5);
    await expect(thread.close()).resolves.toBeUndefined();
  });
});

describe('a thread that is opened again', () => {
  it('A22: ends a torn last line, which its rows take for a line, and goes on after it', async () => {
    const lab = await openLab();
    const first = lab.create();
    first.append([turnStarted('turn-1'), asked('turn-1', 'one', 'When?')]);
    await first.close();
    const torn = '{"timestamp":"2026-03-02T09:0';
    appendFileSync(first.path, torn);
    const before = statSync(first.path).size;
    const again = lab.reopen();
    const receipt = again.append([answered('turn-1', 'two', 'At six.'), turnCompleted('turn-1')]);
    await again.projected();
    expect(receipt).toMatchObject({ start: before + 1, firstOrdinal: 3 });
    expect(lab.rows().turns).toMatchObject([
      { rollout_end_byte_offset: receipt.end, rollout_end_ordinal: 4 },
    ]);
    expect(lab.rows().diagnostics).toMatchObject([
      { kind: 'malformed_json', start_byte: before - torn.length, end_byte: before + 1 },
    ]);
  });

  it('has its rows caught up without an append', async () => {
    const lab = await openLab();
    const first = lab.create();
    first.append(wholeTurn('turn-1'));
    await first.close();
    lab.database.writer.exec('delete from thread_items; delete from thread_turns');
    lab.database.writer.exec('delete from thread_history_projection_state');
    await lab.reopen().projected();
    expect(lab.rows().items).toHaveLength(2);
  });

  it('is refused while somebody writes it, who is named, and free again once it is closed', async () => {
    const lab = await openLab();
    const thread = lab.create({ program: 'first writer' });
    thread.append(wholeTurn('turn-1'));
    expect(() => lab.reopen()).toThrow(
      expect.objectContaining({ code: 'thread_locked', message: expect.stringContaining('first writer') }),
    );
    await thread.close();
    expect(lab.reopen().append([turnStarted('turn-2')]).firstOrdinal).toBe(5);
  });

  it('is refused when it is archived or not there', async () => {
    const lab = await openLab();
    expect(() => lab.reopen()).toThrow(expect.objectContaining({ code: 'thread_not_found' }));
    const thread = lab.create();
    thread.append(wholeTurn('turn-1'));
    await thread.close();
    mkdirSync(join(lab.home, 'archived_sessions'));
    renameSync(thread.path, join(lab.home, 'archived_sessions', basename(thread.path)));
    expect(() => lab.reopen()).toThrow(expect.objectContaining({ code: 'invalid_request' }));
  });
});
