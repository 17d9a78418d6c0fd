/** F40: openai/codex#15095, prime-agent#1785. */
import { appendFileSync, readFileSync } from 'node:fs';
import { decodeLine, type RolloutRecord } from '../../../src/events/decode-line.js';
import { RolloutError, RolloutWriter } from '../../../src/rollout/index.js';
import { tearTail } from '../../../src/testing/index.js';
import { type DemandCase, demandRollout } from '../../support/demand-case.js';
import { layDamaged, spanOf, writeTurns } from '../../support/demand-threads.js';
import { faultyFileSystem } from '../../support/faulty-file-system.js';

export const fullDisk: DemandCase = {
  demand: 'F40',
  what: 'the disk was full in the middle of a line: nothing more was written, or the next line was lost with it',
  lay(home) {
    const thread = demandRollout({ seed: 401 });
    const readable = writeTurns(thread, ['before']);
    const path = layDamaged(home, thread, thread.bytes());
    const newRecords = (...names: string[]): RolloutRecord[] => {
      const from = thread.lines().length;
      readable.push(...writeTurns(thread, names));
      return thread.lines().slice(from).map(recordOf);
    };

    const fs = faultyFileSystem();
    const writer = RolloutWriter.reopen({ path, fs, now: Date.now });
    fs.fault = { kind: 'error', code: 'ENOSPC', at: fs.calls.length + 1, partial: 120 };
    try {
      writer.append(newRecords('while the disk was full'));
      throw new Error('the disk was not full');
    } catch (error) {
      if (!(error instanceof RolloutError) || error.code !== 'disk_full') throw error;
    }
    writer.append(newRecords('when there was room again'));
    const cut = newRecords('in which a writer died');
    const firstItem = cut.findIndex(({ payload }) => payload.type === 'item_completed');
    writer.append(cut.slice(0, firstItem));
    writer.close();

    // It left a part of a line for the next writer to meet, and what that writes first is an item.
    appendFileSync(path, tearTail(Buffer.from(`${thread.lines().at(-1)}\n`), 90));
    const torn = readFileSync(path).toString('utf8').trimEnd().split('\n').length - 1;
    const next = RolloutWriter.reopen({ path, now: Date.now });
    next.append(cut.slice(firstItem));
    next.close();
    return {
      threads: [{ threadId: thread.threadId, readable }],
      named: [
        {
          ...{ by: 'diagnostic', kind: 'malformed_json', action: 'line_skipped' },
          span: spanOf(readFileSync(path), torn),
        },
        { by: 'doctor', kind: 'unreadable-line' },
      ],
    };
  },
};

function recordOf(line: string): RolloutRecord {
  const decoded = decodeLine(line);
  if (decoded.kind !== 'record') throw new Error(`no record: ${line}`);
  return decoded.record;
}
