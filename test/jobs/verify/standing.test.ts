/** What is behind, unprovable or proved, for every kind of rollout and every fate of its file. */
import { rmSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import { beforeEach, describe, expect, it } from 'vitest';
import { readProof } from '../../../src/store/proofs.js';
import { bareRollout, rollout } from '../../../src/testing/index.js';
import { type HistoryLab, openHistoryLab } from '../../support/history-lab.js';
import { openProjectedThread, PROJECTED_ID, threadOf } from '../../support/projected-thread.js';
import { useTempFolder } from '../../support/temp-folder.js';
import { verifyLab } from '../../support/verify-lab.js';
import { writeZstd } from '../../support/zstd-writer.js';

const folder = useTempFolder();

describe('a file that changes', () => {
  it('leaves rows behind when it grows, and proves them again when they are projected first', async () => {
    const { lab, oneMoreTurn, standing } = await openProjectedThread(folder.path('lab'));
    expect((await verifyLab(lab)).verdicts).toMatchObject([{ status: 'proved', cause: null }]);
    oneMoreTurn();
    const { verdicts, totals } = await verifyLab(lab);
    expect(verdicts).toMatchObject([
      {
        status: 'behind',
        cause: 'file_grew',
        compared: { byteOffset: standing()?.next_rollout_byte_offset },
      },
    ]);
    expect(totals).toMatchObject({ rollouts: 1, behind: 1, differs: 0 });
    expect((await verifyLab(lab, { project: true })).verdicts).toMatchObject([{ status: 'proved' }]);
    expect(readProof(lab.database.reader, PROJECTED_ID)?.byte_offset).toBe(
      standing()?.next_rollout_byte_offset,
    );
  });

  it('is told as touched when it holds the same text', async () => {
    const { lab, path } = await openProjectedThread(folder.path('lab'));
    utimesSync(path, 1, 1);
    expect((await verifyLab(lab)).verdicts).toMatchObject([{ status: 'behind', cause: 'file_touched' }]);
  });

  it('proves nothing once it is gone or cut off', async () => {
    const { lab, path } = await openProjectedThread(folder.path('lab'));
    truncateSync(path, 2_000);
    expect((await verifyLab(lab)).verdicts).toMatchObject([
      { status: 'unprovable', cause: 'source_gone', compared: null },
    ]);
    rmSync(path);
    expect((await verifyLab(lab)).verdicts).toMatchObject([{ status: 'unprovable', cause: 'source_gone' }]);
  });

  it('proves nothing of the text that it held before, and the new text once that is projected', async () => {
    const { lab, path } = await openProjectedThread(folder.path('lab'));
    lab.write(threadOf(5, 'other answer').bytes(), path);
    expect((await verifyLab(lab)).verdicts).toMatchObject([
      { status: 'unprovable', cause: 'source_replaced' },
    ]);
    await lab.project(PROJECTED_ID);
    const { verdicts } = await verifyLab(lab);
    expect(verdicts).toHaveLength(2);
    expect(verdicts).toContainEqual(expect.objectContaining({ rolloutId: PROJECTED_ID, status: 'proved' }));
    expect(verdicts).toContainEqual(
      expect.objectContaining({ rolloutId: `${PROJECTED_ID}~1`, status: 'unprovable', cause: 'set_aside' }),
    );
    lab.database.writer.exec(`update diagnostics set detail = detail || '2' where kind = 'source_replaced'`);
    expect((await verifyLab(lab, { threadIds: [PROJECTED_ID] })).verdicts).toContainEqual(
      expect.objectContaining({
        status: 'differs',
        differences: [expect.objectContaining({ table: 'diagnostics', kind: 'changed' })],
      }),
    );
  });

  it('is known to be there although its checkpoint says that it shrank', async () => {
    const { lab } = await openProjectedThread(folder.path('lab'));
    lab.database.writer.exec(`update thread_history_projection_state set source_gone = 'shrank'`);
    expect((await verifyLab(lab)).verdicts).toMatchObject([
      { status: 'differs', differences: [{ columns: [{ column: 'source_gone', stored: 'shrank' }] }] },
    ]);
  });
});

describe('rows', () => {
  let lab: HistoryLab;
  beforeEach(async () => {
    lab = await openHistoryLab(folder.path('lab'));
  });

  it('that nobody projected are behind', async () => {
    lab.lay(threadOf(2));
    expect((await verifyLab(lab)).verdicts).toMatchObject([
      { status: 'behind', cause: 'never_projected', compared: null },
    ]);
    expect((await verifyLab(lab, { project: true })).verdicts).toMatchObject([{ status: 'proved' }]);
  });

  it('of another projector cannot be proved, and neither can refused files', async () => {
    lab.lay(threadOf(2));
    await lab.project(PROJECTED_ID);
    lab.database.writer.exec('update thread_history_projection_state set projector_version = 0');
    expect((await verifyLab(lab)).verdicts).toMatchObject([
      { status: 'unprovable', cause: 'other_projector' },
    ]);
    const refused = rollout({ seed: 5 }).sessionMeta({ history_mode: 'holographic' });
    lab.lay(refused);
    expect((await verifyLab(lab, { threadIds: [refused.threadId] })).verdicts).toMatchObject([
      { status: 'unprovable', cause: 'refused', reason: expect.stringContaining('holographic') },
    ]);
  });

  it('under an id that nobody knows are told', async () => {
    lab.lay(threadOf(2));
    await lab.project(PROJECTED_ID);
    lab.database.writer.exec(`update thread_items set thread_id = 'nobody' where item_type = 'userMessage'`);
    const { verdicts } = await verifyLab(lab);
    expect(verdicts).toContainEqual(expect.objectContaining({ rolloutId: 'nobody', status: 'differs' }));
  });

  it('of every kind of rollout are proved', async () => {
    const source = threadOf(3);
    const fork = source.wait(1_000).fork({ seed: 8 });
    fork.turn((turn) => turn.user('in the fork').agent('yes').complete());
    const reverted = source.wait(1_000).revert({ seed: 9, at: source.historyBase() });
    reverted.turn((turn) => turn.user('after the revert').agent('yes').complete());
    const legacy = rollout({ seed: 4, historyMode: 'legacy' }).sessionMeta();
    legacy.turn((turn) => turn.user('an older question').agent('an older answer').complete());
    const bare = bareRollout({ seed: 5 }).state().user('old question').agent('old answer');
    const packed = rollout({ seed: 6 }).sessionMeta();
    packed.turn((turn) => turn.user('small?').agent('small').complete());
    const [, , , , packedPath = ''] = lab.lay(source, fork, reverted, legacy, packed, bare);
    writeFileSync(`${packedPath}.zst`, writeZstd(packed.bytes()));
    rmSync(packedPath);
    const { verdicts, totals } = await verifyLab(lab, { project: true });
    expect(verdicts.map(({ status, reason }) => ({ status, reason }))).toEqual(
      Array.from({ length: 6 }, () => ({ status: 'proved', reason: null })),
    );
    expect(totals).toMatchObject({ rollouts: 6, proved: 6 });
    const named = await verifyLab(lab, { threadIds: [fork.threadId] });
    expect(named.verdicts.map(({ rolloutId }) => rolloutId).sort()).toEqual(
      [source.threadId, fork.threadId].sort(),
    );
  });

  it('of a damaged compressed file are proved up to the damage, wherever it lies now', async () => {
    const thread = threadOf(3);
    const [path = ''] = lab.lay(thread);
    const whole = writeZstd(thread.bytes(), { blockBytes: 1_024 });
    writeFileSync(`${path}.zst`, whole.subarray(0, whole.length - 700));
    rmSync(path);
    await lab.project(PROJECTED_ID);
    expect((await verifyLab(lab)).verdicts).toMatchObject([{ status: 'proved', compared: { skipped: 1 } }]);
    lab.database.writer.exec(`update diagnostics set detail = replace(detail, ' byte ', ' place ')`);
    expect((await verifyLab(lab)).verdicts).toMatchObject([{ status: 'differs' }]);
  });

  it('that break a rule are told by it', async () => {
    lab.lay(threadOf(2));
    await lab.project(PROJECTED_ID);
    lab.database.writer.exec(
      `update thread_turns set first_user_item_id = 'nobody' where rollout_ordinal < 9`,
    );
    const [verdict] = (await verifyLab(lab)).verdicts;
    expect(verdict?.differences).toContainEqual(
      expect.objectContaining({ kind: 'reference', rule: 'its first user item is not there' }),
    );
  });

  it('name the byte where the record of an item begins', async () => {
    const thread = threadOf(2);
    lab.lay(thread);
    await lab.project(PROJECTED_ID);
    lab.database.writer.exec(`delete from thread_items where item_type = 'agentMessage'`);
    const [verdict] = (await verifyLab(lab)).verdicts;
    const lines = Buffer.from(thread.bytes()).toString().split('\n');
    const missing = verdict?.differences.filter(({ table }) => table === 'thread_items') ?? [];
    expect(missing).toHaveLength(2);
    for (const { byteOffset, ordinal } of missing) {
      const before = lines.slice(0, Number(ordinal)).join('\n').length + 1;
      expect(byteOffset).toBe(before);
    }
  });

  it('are kept in their count beyond what is listed', async () => {
    lab.lay(threadOf(30));
    await lab.project(PROJECTED_ID);
    lab.database.writer.exec(`update thread_items set created_at_ms = 1`);
    const [verdict] = (await verifyLab(lab)).verdicts;
    expect(verdict?.differences).toHaveLength(20);
    expect(verdict?.differenceCount).toBe(60);
  });
});
