/** Damages of Codex's rows of one thread, as they were reported by its users; each is a list of SQL statements. */
import type { RolloutBuilder } from '../../src/testing/index.js';

export interface PeerDamage {
  /** What the doctor is to find. */
  kinds: string[];
  statements: string[];
}

/** @param thread a rollout of some turns, at whose middle line a projection is cut */
export function peerDamages(thread: RolloutBuilder): Record<string, PeerDamage> {
  const lines = thread.lines();
  const middle = Math.floor(lines.length / 2);
  const offset = lines.slice(0, middle).reduce((sum, line) => sum + Buffer.byteLength(line) + 1, 0);
  const of = `thread_id = '${thread.rolloutId}'`;
  const cut = ['thread_turns', 'thread_items'].map(
    (table) => `delete from ${table} where ${of} and rollout_ordinal >= ${middle}`,
  );
  // Turns that are cut short are open again.
  cut.push(
    `update thread_turns set status = 'inProgress', rollout_end_ordinal = null, rollout_end_byte_offset = null,
       completed_at = null, duration_ms = null, final_agent_item_id = null
     where ${of} and rollout_end_ordinal >= ${middle}`,
  );
  const checkpoint = (at: number, ordinal: number): string =>
    `update thread_history_projection_state
       set next_rollout_byte_offset = ${at}, next_rollout_ordinal = ${ordinal} where ${of}`;
  return {
    behind: { kinds: ['checkpoint-behind'], statements: [...cut, checkpoint(offset, middle)] },
    'inside a line': {
      kinds: ['checkpoint-inside-line'],
      statements: [...cut, checkpoint(offset + 9, middle)],
    },
    'expecting an ordinal that is too high': {
      kinds: ['checkpoint-frozen', 'missing-rows'],
      statements: [...cut, checkpoint(offset, middle + 1_000)],
    },
    'at the end with another ordinal': {
      kinds: ['checkpoint-ordinal-wrong'],
      statements: [
        `update thread_history_projection_state set next_rollout_ordinal = next_rollout_ordinal + 7 where ${of}`,
      ],
    },
    'beyond the file': {
      kinds: ['checkpoint-beyond-file'],
      statements: [
        `update thread_history_projection_state
           set next_rollout_byte_offset = next_rollout_byte_offset + 5000 where ${of}`,
      ],
    },
    'empty though called complete': {
      kinds: ['empty-projection'],
      statements: [`delete from thread_turns where ${of}`, `delete from thread_items where ${of}`],
    },
    'turns without items': {
      kinds: ['turn-without-items'],
      statements: [`delete from thread_items where ${of} and rollout_ordinal >= ${middle}`],
    },
    'missing turns': {
      kinds: ['missing-rows'],
      statements: [
        `delete from thread_turns where ${of} and rollout_ordinal >= ${middle}`,
        `delete from thread_items where ${of} and rollout_ordinal >= ${middle}`,
      ],
    },
    'never projected': {
      kinds: ['not-projected'],
      statements: ['thread_turns', 'thread_items', 'thread_history_projection_state'].map(
        (table) => `delete from ${table} where ${of}`,
      ),
    },
    'rows without a checkpoint': {
      kinds: ['checkpoint-behind'],
      statements: [`delete from thread_history_projection_state where ${of}`],
    },
  };
}

/** Damages that only a comparison row for row shows. */
export function hiddenPeerDamages(thread: RolloutBuilder): Record<string, PeerDamage> {
  const of = `thread_id = '${thread.rolloutId}'`;
  return {
    'an altered item': {
      kinds: ['altered-rows'],
      statements: [`update thread_items set item_json = replace(item_json, 'answer', 'other') where ${of}`],
    },
    'a misplaced item': {
      kinds: ['missing-rows', 'orphan-rows'],
      statements: [
        `update thread_items set rollout_ordinal = rollout_ordinal + 1
         where ${of} and rollout_ordinal = (select max(rollout_ordinal) from thread_items where ${of})`,
      ],
    },
    'a missing command': {
      kinds: ['missing-rows'],
      statements: [
        `delete from thread_items where ${of} and item_type = 'commandExecution'
         and rollout_ordinal > (select min(rollout_ordinal) from thread_items where ${of})`,
      ],
    },
  };
}
