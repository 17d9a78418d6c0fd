/** Rows behind a live thread are those of its log, whatever failed on the way (design, laws 2 and 10). */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { LiveThread } from '../../src/api/live-thread.js';
import { removeRolloutRows } from '../../src/store/rollout-rows.js';
import { type LiveLab, useLiveLab } from '../support/live-lab.js';
import { answered, asked, LIVE_ID, turnCompleted, turnStarted } from '../support/live-records.js';
import { useTempFolder } from '../support/temp-folder.js';

const openLab = useLiveLab(useTempFolder());

const turnId = fc.constantFrom('turn-1', 'turn-2', 'turn-3');
const itemId = fc.constantFrom('one', 'two', 'three', 'four');
const record = fc.oneof(
  turnId.map(turnStarted),
  turnId.map(turnCompleted),
  fc.tuple(turnId, itemId, fc.string()).map(([turn, id, text]) => asked(turn, id, text)),
  fc.tuple(turnId, itemId, fc.string()).map(([turn, id, text]) => answered(turn, id, text)),
);

type Step =
  | { do: 'append'; records: ReturnType<typeof turnStarted>[] }
  | { do: 'wait' | 'reopen' | 'break' | 'mend' };
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.array(record, { maxLength: 4 }).map((records) => ({ do: 'append', records }) as const),
  },
  {
    weight: 4,
    arbitrary: fc.constantFrom('wait', 'reopen', 'break', 'mend').map((what) => ({ do: what }) as const),
  },
);

/** Makes every projection fail, and lets them work again. */
function setBroken(lab: LiveLab, broken: boolean, isBroken: boolean): boolean {
  const [from, to] = broken ? ['thread_items', 'elsewhere'] : ['elsewhere', 'thread_items'];
  if (broken !== isBroken) lab.database.writer.exec(`alter table ${from} rename to ${to}`);
  return broken;
}

async function expectRowsOfLog(lab: LiveLab, steps: readonly Step[]): Promise<void> {
  let thread: LiveThread = lab.create();
  let broken = false;
  const expected: string[] = [];
  for (const action of steps) {
    switch (action.do) {
      case 'append':
        expected.push(...action.records.map(() => 'event_msg'));
        thread.append(action.records);
        break;
      case 'wait':
        await thread.projected().catch(() => {});
        break;
      case 'reopen':
        if (expected.length === 0) break;
        await thread.close();
        broken = setBroken(lab, false, broken);
        thread = lab.reopen();
        break;
      default:
        broken = setBroken(lab, action.do === 'break', broken);
    }
  }
  setBroken(lab, false, broken);
  thread.append([turnStarted('turn-last')]);
  await thread.projected();
  const live = lab.rows();
  expect(live.checkpoint?.next_rollout_ordinal).toBe(expected.length + 2);
  await thread.close();
  lab.database.transaction((connection) => removeRolloutRows(connection, LIVE_ID));
  await lab.projector.prepareThread(LIVE_ID);
  expect(live).toEqual(lab.rows());
}

it('rows of a live thread are the rows of its log', { timeout: 120_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 20 }), async (steps) => {
      const lab = await openLab();
      await expectRowsOfLog(lab, steps);
      await lab.remove();
    }),
    { numRuns: 40 },
  );
});
