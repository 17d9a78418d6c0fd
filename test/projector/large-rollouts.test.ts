/**
 * Rollouts long enough to be read by several threads, which only the built program does, have the rows that one thread
 * makes of them, damaged or not (laws 1 and 4).
 */
import { writeFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DAMAGES, type DamageName } from '../../src/testing/index.js';
import { type GrowingRollout, grow, writeGrowingRollout } from '../support/bench-home.js';
import { arbitraryEdits, edited } from '../support/byte-edits.js';
import { openHistoryLab } from '../support/history-lab.js';
import { startProjecting } from '../support/projecting-process.js';
import { useTempFolder } from '../support/temp-folder.js';

const folder = useTempFolder();
const SIZE = { turns: 320, items: 2_880, lines: 8_001 };

/** After these nothing would be left for the others. */
const OF_WHOLE_FILES: ReadonlySet<string> = new Set<DamageName>([
  'convertToCrLf',
  'removeOrdinals',
  'renameEvents',
  'renameItems',
]);

const home = () => folder.path('home');

async function projectInProcess(threadIds: string[]): Promise<void> {
  const database = folder.path('history.sqlite');
  const child = startProjecting({ mode: 'once', database, home: home(), threadIds });
  child.go();
  expect(await child.end).toEqual({ code: 0, signal: null, stderr: '' });
}

/** Both ways over the same file. */
async function expectSameRows(rollouts: GrowingRollout[]): Promise<void> {
  await projectInProcess(rollouts.map(({ threadId }) => threadId));
  const built = await openHistoryLab(folder.path());
  const plain = await openHistoryLab(folder.path('plain'));
  for (const { threadId, path, text } of rollouts) {
    plain.write(text, path.replace(home(), plain.home));
    await plain.project(threadId);
    const rows = plain.rows(threadId);
    expect(rows.items.length).toBeGreaterThan(1_000);
    expect(built.rows(threadId)).toEqual(rows);
  }
}

/** Damages the rollout in its file. */
function damaged(rollout: GrowingRollout, damage: (bytes: Uint8Array) => Uint8Array): GrowingRollout {
  const text = Buffer.from(damage(rollout.text));
  writeFileSync(rollout.path, text);
  return { ...rollout, text, written: text.length };
}

describe('a large rollout', () => {
  it('has the rows that one thread makes of it, whole or damaged in every way', {
    timeout: 120_000,
  }, async () => {
    const whole = writeGrowingRollout(home(), 1, { ...SIZE, seed: 31 });
    const perLine = damaged(writeGrowingRollout(home(), 1, { ...SIZE, seed: 32 }), (bytes) =>
      Object.entries(DAMAGES)
        .filter(([name]) => !OF_WHOLE_FILES.has(name))
        .flatMap(([, damage]) => [1, 2, 3].map((part) => ({ damage, part })))
        .reduce((text, { damage, part }, index) => damage(text, part * 2_000 + index * 37), bytes),
    );
    const crLf = damaged(writeGrowingRollout(home(), 1, { ...SIZE, seed: 33 }), (bytes) =>
      DAMAGES.convertToCrLf(bytes),
    );
    const unnumbered = damaged(writeGrowingRollout(home(), 1, { ...SIZE, seed: 36 }), (bytes) =>
      DAMAGES.removeOrdinals(bytes, 6_000),
    );
    await expectSameRows([whole, perLine, crLf, unnumbered]);
  });

  it('has the rows that one thread makes of it after edits of its bytes', { timeout: 120_000 }, async () => {
    const edits = fc.sample(arbitraryEdits, { numRuns: 15, seed: 1 }).flat();
    await expectSameRows([
      damaged(writeGrowingRollout(home(), 1, { ...SIZE, seed: 34 }), (bytes) => edited(bytes, edits)),
    ]);
  });

  it('goes on from a checkpoint in its middle', { timeout: 120_000 }, async () => {
    const size = { turns: 640, items: 5_760, lines: 16_001, seed: 35 };
    const rollout = writeGrowingRollout(home(), 0.5, size);
    await projectInProcess([rollout.threadId]);
    grow(rollout, rollout.text.length);
    await expectSameRows([rollout]);
  });
});
