/** Laws 2 and 3: rows after a rebuild are the rows there were, and projecting again changes none of them. */
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { readCheckpoint } from '../../src/store/checkpoint.js';
import { rollout } from '../../src/testing/index.js';
import { arbitraryLegacyRollout, arbitraryPaginatedRollout, bytesOfLines } from '../support/arbitraries.js';
import { arbitraryCuts, piecesOf } from '../support/arbitrary-pieces.js';
import { THREAD_ID } from '../support/arbitrary-values.js';
import { restoreCheckpoint } from '../support/checkpoints.js';
import { type HistoryLab, openHistoryLab } from '../support/history-lab.js';
import { useTempFolder } from '../support/temp-folder.js';

fc.configureGlobal({ baseSize: 'medium' });

const folder = useTempFolder();
let lab: HistoryLab;

beforeEach(async () => {
  lab = await openHistoryLab(folder.path('lab'));
});

const KINDS = [
  ['paginated', arbitraryPaginatedRollout()],
  ['legacy', arbitraryLegacyRollout()],
] as const;

describe.each(KINDS)('a %s rollout', (_, arbitraryRollout) => {
  it('has the rows of incremental work after all rows were removed and made again', async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryRollout, arbitraryCuts(3), async (lines, cuts) => {
        lab.clear();
        lab.write('');
        for (const piece of piecesOf(bytesOfLines(lines), cuts)) {
          lab.append(piece);
          await lab.project();
        }
        const incremental = lab.rows();
        expect(await lab.rebuild()).toEqual(incremental);
      }),
      { numRuns: 100 },
    );
  });

  it('changes no row when it is projected again', async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryRollout, async (lines) => {
        lab.clear();
        lab.write(bytesOfLines(lines));
        await lab.project();
        const rows = lab.rows();
        const checkpoint = readCheckpoint(lab.database.reader, THREAD_ID);
        lab.restart();
        await lab.project();
        expect(lab.rows()).toEqual(rows);
        expect(readCheckpoint(lab.database.reader, THREAD_ID)).toEqual(checkpoint);
      }),
      { numRuns: 40 },
    );
  });

  it('has the rows of a rebuild after it was projected by another version', async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryRollout, async (lines) => {
        lab.clear();
        lab.write(bytesOfLines(lines));
        await lab.project();
        const rows = lab.rows();
        lab.database.writer.exec(`
          update thread_history_projection_state set projector_version = projector_version - 1;
          delete from thread_items where rollout_ordinal % 2 = 0;
          update thread_turns set status = 'of an older version'`);
        await lab.project();
        expect(lab.rows()).toEqual(rows);
      }),
      { numRuns: 25 },
    );
  });
});

const fraction = fc.double({ min: 0, max: 1, noNaN: true });

/** No writer completes one item as two kinds or in two phases, and the summary of a turn relies on it. */
function withKindInItemId(line: string): string {
  const phase = /"phase":"(\w+)"/.exec(line)?.[1] ?? '';
  return line.replace(/"item":\{"type":"(\w+)","id":"/, `$&$1-${phase}-`);
}

describe('a paginated rollout', () => {
  it('has the same rows after any suffix of its lines was applied again', async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryPaginatedRollout(), fraction, async (anyLines, cut) => {
        const lines = anyLines.map(withKindInItemId);
        lab.clear();
        const before = Math.ceil(cut * lines.length);
        lab.write(bytesOfLines(lines.slice(0, before)));
        await lab.project();
        const rewound = readCheckpoint(lab.database.reader, THREAD_ID);
        lab.append(bytesOfLines(lines.slice(before)));
        await lab.project();
        const rows = lab.rows();

        restoreCheckpoint(lab.database, THREAD_ID, rewound);
        lab.restart();
        await lab.project();
        expect(lab.rows()).toEqual(rows);
      }),
      { numRuns: 250 },
    );
  });
});

describe('what a legacy log leaves unnamed', () => {
  it('has the same name whenever it is projected', async () => {
    const hook = '<hook_prompt hook_run_id="run-1">Check the tide first.</hook_prompt>';
    const thread = rollout({ threadId: THREAD_ID, historyMode: 'legacy' }).sessionMeta();
    thread.record('response_item', {
      type: 'message',
      role: 'user',
      content: [{ type: 'input_text', text: hook }],
    });
    lab.write(thread.bytes());
    await lab.project();
    const rows = lab.rows();
    expect(rows.items).toMatchObject([
      { item_type: 'hookPrompt', item_id: expect.stringMatching(/^[-0-9a-f]{36}$/) },
    ]);
    expect(await lab.rebuild()).toEqual(rows);
  });
});
