/** Appends and projections that go on while rows are verified never look like a difference. */
import { beforeEach, describe, expect, it } from 'vitest';
import { createHistoryService } from '../../../src/api/history-service.js';
import { openHistoryDatabase } from '../../../src/store/open-history-database.js';
import { readProof } from '../../../src/store/proofs.js';
import { type GrowingRollout, grow, writeGrowingRollout } from '../../support/bench-home.js';
import { type HistoryLab, openHistoryLab } from '../../support/history-lab.js';
import { useTempFolder } from '../../support/temp-folder.js';
import { verifyLab } from '../../support/verify-lab.js';

const folder = useTempFolder();
let lab: HistoryLab;

beforeEach(async () => {
  lab = await openHistoryLab(folder.path('lab'));
});

const SIZE = { turns: 200, items: 1_600, lines: 4_500, outputBytes: 600 };

describe.each(['paginated', 'legacy'] as const)('a %s thread that is being written', (historyMode) => {
  it('is proved or behind, whenever it is verified', { timeout: 60_000 }, async () => {
    const rollout = writeGrowingRollout(lab.home, 0.3, { ...SIZE, historyMode });
    await lab.project(rollout.threadId);
    const writing = keepWriting(rollout);
    const statuses = new Set<string>();
    for (let done = false; !done; ) {
      done = rollout.written === rollout.text.length;
      const { verdicts } = await verifyLab(lab);
      for (const { status, differences } of verdicts) {
        expect({ status, differences }).toEqual({
          status: expect.stringMatching(/^(proved|behind)$/),
          differences: [],
        });
        statuses.add(status);
      }
    }
    await writing;
    await lab.project(rollout.threadId);
    expect((await verifyLab(lab)).verdicts).toMatchObject([{ status: 'proved' }]);
    expect(statuses).toContain('behind');
  });
});

/** Appends pieces that end anywhere, and projects some of them as another process would. */
async function keepWriting(rollout: GrowingRollout): Promise<void> {
  const database = await openHistoryDatabase({ path: lab.database.path });
  const service = createHistoryService({ database, homes: [lab.home], now: Date.now });
  try {
    for (let step = 0; rollout.written < rollout.text.length; step++) {
      grow(rollout, 137_111);
      if (step % 3 === 0) await service.projector.prepareThread(rollout.threadId);
      await new Promise((resolve) => setTimeout(resolve, 3));
    }
  } finally {
    await service.close();
    database.close();
  }
}

describe('a verification', () => {
  it('can be left, and keeps what was proved', async () => {
    for (let seed = 1; seed <= 3; seed++) {
      const { threadId } = writeGrowingRollout(lab.home, 1, { turns: 4, items: 12, lines: 60, seed });
      await lab.project(threadId);
    }
    const controller = new AbortController();
    const { totals, verdicts } = await verifyLab(lab, {
      signal: controller.signal,
      onVerdict: (verdict) => {
        controller.abort();
        expect(readProof(lab.database.reader, verdict.rolloutId)).toMatchObject({
          byte_offset: verdict.compared?.byteOffset,
        });
      },
    });
    expect(verdicts).toEqual([]);
    expect(totals).toMatchObject({ rollouts: 1, proved: 1 });
  });

  it('tells how far it has come', async () => {
    const { threadId, text } = writeGrowingRollout(lab.home, 1, SIZE);
    await lab.project(threadId);
    const seen: { bytesDone: number; rolloutsDone: number }[] = [];
    await verifyLab(lab, { onProgress: (progress) => void seen.push(progress) });
    expect(seen[0]).toMatchObject({ bytesDone: 0, bytes: text.length, rollouts: 1, rolloutsDone: 0 });
    expect(seen.at(-1)).toMatchObject({ bytesDone: text.length, bytesRead: text.length, rolloutsDone: 1 });
    expect(seen.length).toBeGreaterThan(2);
  });

  it('takes back a proof of rows that differ by now, and gives it again when they are mended', async () => {
    const { threadId } = writeGrowingRollout(lab.home, 1, { turns: 4, items: 12, lines: 60 });
    await lab.project(threadId);
    await verifyLab(lab);
    const proof = readProof(lab.database.reader, threadId);
    expect(proof).not.toBeNull();
    lab.database.writer.exec(`update thread_turns set duration_ms = duration_ms + 1`);
    await verifyLab(lab);
    expect(readProof(lab.database.reader, threadId)).toBeNull();
    await lab.rebuild(threadId);
    await verifyLab(lab);
    expect(readProof(lab.database.reader, threadId)).toMatchObject({ rows_digest: proof?.rows_digest });
  });
});
