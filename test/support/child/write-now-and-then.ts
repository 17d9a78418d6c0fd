/** Reopens a thread again and again, each time under its writer lock and for one message; waits where somebody else has it. */

import { setTimeout as pause } from 'node:timers/promises';
import type { RolloutRecord } from '../../../src/events/decode-line.js';
import {
  acquireWriterLock,
  RolloutError,
  RolloutWriter,
  type WriterLock,
} from '../../../src/rollout/index.js';
import { childTask } from './child-task.js';

export interface WriteNowAndThenTask {
  home: string;
  /** Of the plain file. */
  path: string;
  threadId: string;
  /** Numbers of the messages. */
  from: number;
  to: number;
}

export interface WriteTally {
  written: number;
  /** How often somebody else had the lock. */
  refused: number;
}

const RETRY_AFTER_MS = 2;

await childTask<WriteNowAndThenTask>(async ({ home, path, threadId, from, to }): Promise<WriteTally> => {
  const tally: WriteTally = { written: 0, refused: 0 };
  const lock = async (): Promise<WriterLock> => {
    for (;;) {
      try {
        return acquireWriterLock({ home, threadId, now: Date.now });
      } catch (error) {
        if (!(error instanceof RolloutError && error.code === 'thread_locked')) throw error;
        tally.refused++;
        await pause(RETRY_AFTER_MS);
      }
    }
  };
  for (let number = from; number < to; number++) {
    const held = await lock();
    try {
      const writer = RolloutWriter.reopen({ path, now: Date.now });
      writer.append([message(number)]);
      writer.close();
      tally.written++;
    } finally {
      held.release();
    }
    // Long enough for a compression in between, now and then.
    await pause(number % 2 === 0 ? 60 : 0);
  }
  return tally;
});

function message(number: number): RolloutRecord {
  return {
    type: 'response_item',
    payload: {
      type: 'message',
      role: 'assistant',
      content: [{ type: 'output_text', text: `message ${number}.` }],
    },
  };
}
