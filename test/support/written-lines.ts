/** What a rollout holds as Codex would read it, for tests of writing: its records, and what is none. */
import { existsSync, readFileSync } from 'node:fs';
import { decodeLine, RolloutRecord } from '../../src/events/index.js';

export interface WrittenLines {
  /** In the order of the file. */
  records: { ordinal: number | null; timestamp: string; record: RolloutRecord }[];
  /** Complete lines that hold no record, blank ones apart. */
  broken: string[];
  /** What follows the last newline. */
  tail: string;
}

/** Nothing at all for a file that is not there. */
export function writtenLines(path: string): WrittenLines {
  const lines = existsSync(path) ? readFileSync(path, 'utf8').split('\n') : [''];
  const tail = lines.pop() ?? '';
  const written: WrittenLines = { records: [], broken: [], tail };
  for (const line of lines) {
    if (line.trim() === '') continue;
    const decoded = decodeLine(line);
    if (decoded.kind === 'record') written.records.push(decoded);
    else written.broken.push(line);
  }
  return written;
}

export function ordinalsOf(path: string): (number | null)[] {
  return writtenLines(path).records.map(({ ordinal }) => ordinal);
}

/** The ids of the turns that a rollout says were started, in the order of the file. */
export function startedTurns(path: string): string[] {
  return writtenLines(path).records.flatMap(({ record }) =>
    record.type === 'event_msg' && record.payload.type === 'task_started' ? [record.payload.turn_id] : [],
  );
}

/** A record that both history modes keep, told by its turn id. */
export function turnStarted(turnId: string): RolloutRecord {
  const payload = { type: 'task_started', turn_id: turnId, model_context_window: null };
  return RolloutRecord.parse({ type: 'event_msg', payload });
}

/** A record that no history mode keeps. */
export const UNKEPT: RolloutRecord = { type: 'response_item', payload: { type: 'compaction_trigger' } };
