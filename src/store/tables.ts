/**
 * The shape of every table, as the query builder sees it. Columns that Codex has carry its names and values
 * (spec projection §2); columns of our own are marked. DDL lives in `migrations/`.
 */
import type { Generated } from 'kysely';

/** One turn of one rollout. `thread_id` holds the rollout id, as in Codex (spec projection §1). */
export interface ThreadTurnsTable {
  thread_id: string;
  turn_id: string;
  /** Ours: n-th turn of that id in the rollout; other than 0 only in legacy rollouts, where an id can repeat. */
  occurrence: Generated<number>;
  root_turn_id: string | null;
  rollout_ordinal: number;
  rollout_byte_offset: number | null;
  rollout_end_ordinal: number | null;
  rollout_end_byte_offset: number | null;
  status: string;
  error_json: string | null;
  started_at: number | null;
  completed_at: number | null;
  duration_ms: number | null;
  first_user_item_id: string | null;
  final_agent_item_id: string | null;
  /** Ours: ordinal of the latest record that changed the turn. */
  updated_at_ordinal: number;
}

/** One item of one turn; `item_json` is the ThreadItem as readers see it. */
export interface ThreadItemsTable {
  thread_id: string;
  turn_id: string;
  item_id: string;
  /** Ours: which of several turns of that id the item belongs to. */
  turn_occurrence: Generated<number>;
  /** Ours: n-th item of that id in the turn; other than 0 only in legacy rollouts. */
  occurrence: Generated<number>;
  rollout_ordinal: number;
  created_at_ms: number;
  item_json: string;
  item_type: string;
  updated_at_ordinal: number;
  started_at_ms: number | null;
  completed_at_ms: number | null;
  /**
   * Ours: 'canonical'; 'unrecognised' for items of kinds we do not know, kept verbatim; 'recovered' for what a legacy log
   * tells only in the words of the model.
   */
  origin: Generated<string>;
}

/** Ours: turns that a rollback took away, so that those who were told of them can be told. */
export interface ThreadRemovedTurnsTable {
  thread_id: string;
  turn_id: string;
  occurrence: number;
  /** Ordinal of the record that removed it; the latest, where a turn of that key came and went again. */
  removed_at_ordinal: number;
}

export interface ThreadRealtimeItemsTable {
  thread_id: string;
  item_id: string;
  rollout_ordinal: number;
  created_at_ms: number;
  item_type: string;
  item_json: string;
}

/** The checkpoint of one rollout: how far its rows reflect the log, and which file that was (design, law 5). */
export interface ProjectionStateTable {
  thread_id: string;
  next_rollout_byte_offset: number;
  next_rollout_ordinal: number;
  /** Ours from here on. */
  reducer: string;
  reducer_state: string | null;
  projector_version: number;
  source_size: number;
  source_mtime_ns: string;
  source_inode: string;
  head_bytes: number;
  head_digest: string;
  tail_bytes: number;
  tail_digest: string;
  source_gone: string | null;
  unrecognised_items: number;
}

/** One rollout file that was seen below a home, with what its head says. */
export interface RolloutsTable {
  rollout_id: string;
  thread_id: string;
  home: string;
  path: string;
  compressed: number;
  archived: number;
  stamp: string;
  format: string;
  history_mode: string;
  base_rollout_id: string | null;
  base_end_ordinal: number | null;
  base_end_byte_offset: number | null;
  subagent_start_ordinal: number | null;
  meta_json: string;
  preview: string | null;
  /** Plain-text bytes of the head that were searched for a preview. */
  preview_searched_to: number;
  size_bytes: number;
  modified_at_ms: number;
  /** Why the file is refused, in words; null for a readable one. */
  problem: string | null;
}

/** One thread as listings show it; `rollout_id` is its current rollout. */
export interface ThreadsTable {
  thread_id: string;
  rollout_id: string;
  session_id: string;
  forked_from_id: string | null;
  parent_thread_id: string | null;
  history_mode: string;
  preview: string;
  name: string | null;
  model_provider: string;
  model: string | null;
  reasoning_effort: string | null;
  cwd: string;
  cli_version: string;
  originator: string | null;
  source_json: string;
  source_kind: string;
  thread_source: string | null;
  agent_nickname: string | null;
  agent_role: string | null;
  git_json: string | null;
  archived: number;
  created_at_ms: number;
  updated_at_ms: number;
  recency_at_ms: number;
  source_gone: number;
}

export interface ThreadSpawnEdgesTable {
  parent_thread_id: string;
  child_thread_id: string;
  status: string;
}

/** What could not be read as written, and what was done instead (design, law 4). */
export interface DiagnosticsTable {
  diagnostic_id: Generated<number>;
  thread_id: string;
  start_byte: number;
  end_byte: number;
  ordinal: number | null;
  kind: string;
  action: string;
  detail: string;
}

/** What was proved of a rollout's rows: they are what its text comes to, up to an offset (verify). */
export interface ProjectionProofsTable {
  thread_id: string;
  byte_offset: number;
  next_ordinal: number;
  /** As in the checkpoint that was proved: which text it was. */
  tail_digest: string;
  /** Of all rows. */
  rows_digest: string;
  projector_version: number;
  proved_at_ms: number;
}

/** Since when the text that a rollout's rows were made of is gone; kept by triggers on the checkpoints. */
export interface GoneSourcesTable {
  rollout_id: string;
  since_ms: number;
}

/** A tombstone: rows of this rollout were there and were pruned. */
export interface PrunedRolloutsTable {
  rollout_id: string;
  thread_id: string;
  pruned_at_ms: number;
  /** By which selection: `source_gone` or `set_aside`. */
  reason: string;
  turns: number;
  items: number;
  /** Of the items' JSON. */
  text_bytes: number;
}

export interface Tables {
  thread_turns: ThreadTurnsTable;
  thread_items: ThreadItemsTable;
  thread_realtime_items: ThreadRealtimeItemsTable;
  thread_removed_turns: ThreadRemovedTurnsTable;
  thread_history_projection_state: ProjectionStateTable;
  rollouts: RolloutsTable;
  threads: ThreadsTable;
  thread_spawn_edges: ThreadSpawnEdgesTable;
  diagnostics: DiagnosticsTable;
  projection_proofs: ProjectionProofsTable;
  gone_sources: GoneSourcesTable;
  pruned_rollouts: PrunedRolloutsTable;
}
