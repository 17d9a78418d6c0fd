/** A4: openai/codex#42241, #41079, #40630, #38341, #43262, #44432. */
import { duplicateLine, reuseOrdinals } from '../../../src/testing/index.js';
import type { DemandCase, Naming } from '../../support/demand-case.js';
import {
  lastLineWith,
  layDamaged,
  resumedThread,
  spanOf,
  writeResumed,
  writeTurns,
} from '../../support/demand-threads.js';

function repeated(bytes: Uint8Array, at: number, action = 'line_skipped'): Naming {
  return { by: 'diagnostic', kind: 'duplicate_or_regressed_ordinal', action, span: spanOf(bytes, at) };
}

/** So many token counts end the old session that the new one repeats its ordinals up to what the user said. */
function deeplyRepeated(seed: number) {
  const whole = resumedThread(seed);
  const said = lastLineWith(whole.thread, '"type":"UserMessage"');
  const by = said - whole.boundary + 1;
  const lines = whole.thread.lines();
  const count = lines[lastLineWith(whole.thread, '"type":"token_count"')] ?? '';
  const { thread, readable, boundary } = resumedThread(seed, {
    beforeResume(open) {
      for (let time = 0; time < by; time++) open.event(JSON.parse(count).payload);
    },
  });
  const bytes = reuseOrdinals(thread.bytes(), boundary, by);
  return { thread, readable, bytes, lines: [boundary, boundary + 1], kept: [boundary + by - 1] };
}

export const boundaryShapes: DemandCase = {
  demand: 'A4',
  what: 'other shapes of the boundary: `task_started` repeated, ordinals too low by two or many, two boundaries, a line written twice',
  lay(home) {
    const shapes = [
      () => {
        const { thread, readable, boundary } = resumedThread(141);
        const at = boundary + 1;
        const bytes = reuseOrdinals(thread.bytes(), at);
        return { thread, readable, bytes, lines: [at] };
      },
      () => {
        const { thread, readable, boundary } = resumedThread(142);
        const bytes = reuseOrdinals(thread.bytes(), boundary, 2);
        return { thread, readable, bytes, lines: [boundary, boundary + 1] };
      },
      () => {
        const { thread, readable, boundary } = resumedThread(143);
        writeResumed(thread);
        const second = lastLineWith(thread, 'thread_settings_applied');
        readable.push(...writeTurns(thread, ['long after']));
        const bytes = reuseOrdinals(reuseOrdinals(thread.bytes(), boundary), second);
        return { thread, readable, bytes, lines: [boundary, second] };
      },
      () => deeplyRepeated(145),
      () => {
        const { thread, readable } = resumedThread(144);
        const at = lastLineWith(thread, 'answer after');
        return { thread, readable, bytes: duplicateLine(thread.bytes(), at), lines: [at + 1] };
      },
    ].map((shape) => ({ kept: [], ...shape() }));
    for (const { thread, bytes } of shapes) layDamaged(home, thread, bytes);
    return {
      threads: shapes.map(({ thread: { threadId }, readable }) => ({ threadId, readable })),
      named: [
        ...shapes.flatMap(({ bytes, lines }) => lines.map((at) => repeated(bytes, at))),
        ...shapes.flatMap(({ bytes, kept }) =>
          kept.map((at) => repeated(bytes, at, 'kept_as_unrecognised_item')),
        ),
        { by: 'doctor', kind: 'duplicate-ordinal' },
      ],
    };
  },
};
