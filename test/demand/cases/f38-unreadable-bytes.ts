/** F38: openai/codex#36802, #24425, #29593, anthropics/claude-code#49876. */
import { breakUtf8, writeHalfThenWhole, writeNulRun } from '../../../src/testing/index.js';
import { type DemandCase, demandRollout, type Naming } from '../../support/demand-case.js';
import { lastLineWith, layDamaged, spanOf, writeTurns } from '../../support/demand-threads.js';

export const unreadableBytes: DemandCase = {
  demand: 'F38',
  what: 'bytes that are no UTF-8, half a line before the whole of it, a run of NULs: one line closed the thread',
  lay(home) {
    const damages = [breakUtf8, writeHalfThenWhole, writeNulRun];
    const laid = damages.map((damage, index) => {
      const thread = demandRollout({ seed: 381 + index });
      const readable = writeTurns(thread, ['before', 'damaged']);
      const at = lastLineWith(thread, '"AgentMessage"');
      readable.push(...writeTurns(thread, ['after']));
      return { thread, readable, at, bytes: damage(thread.bytes(), at) };
    });
    for (const { thread, bytes } of laid) layDamaged(home, thread, bytes);
    const blank = demandRollout({ seed: 389 });
    layDamaged(home, blank, new Uint8Array(4_096));
    return {
      threads: laid.map(({ thread, readable }, index) => ({
        threadId: thread.threadId,
        readable: readable.filter(
          (text) => damages[index] === writeHalfThenWhole || text !== 'answer damaged',
        ),
      })),
      asks: [{ as: 'resume of NULs', method: 'thread/resume', params: { threadId: blank.threadId } }],
      named: [
        ...laid.map(
          ({ bytes, at }): Naming => ({
            ...{ by: 'diagnostic', kind: 'malformed_json', action: 'line_skipped' },
            span: spanOf(bytes, at),
          }),
        ),
        { by: 'doctor', kind: 'unreadable-line' },
        { by: 'doctor', kind: 'unreadable-rollout' },
      ],
    };
  },
};
