/**
 * What a listing must know of a rollout file, read from its head. A head never changes, so a file is read again only while
 * it has no user message yet, and then from where the search ended.
 */
import type { SessionMeta } from '../../events/record/session-meta.js';
import {
  RolloutError,
  type RolloutFile,
  type RolloutHead,
  readLines,
  scanHead,
  statRollout,
} from '../../rollout/index.js';
import type { RolloutRow } from '../../store/rollouts.js';
import { previewOfLine } from './preview-of-line.js';

/** The session_meta without its long texts, which no listing needs. */
export type SlimMeta = Omit<SessionMeta, 'base_instructions' | 'dynamic_tools'>;

/**
 * Describes a rollout file.
 *
 * @param known what was found at an earlier look, if there was one
 * @returns null for a file that did not change, is empty or is no rollout; a row with `problem` for one to be refused
 * @throws RolloutError when the file cannot be read at all
 */
export function describeRollout(file: RolloutFile, known: RolloutRow | null): RolloutRow | null {
  const stat = statRollout(file);
  const place = {
    home: file.home,
    path: file.plainPath,
    compressed: stat.compressed ? 1 : 0,
    archived: file.archived ? 1 : 0,
    size_bytes: stat.size,
    modified_at_ms: Math.floor(Number(stat.mtimeNs.slice(0, -3)) / 1000),
  };
  if (known !== null && isSame(known, place)) return null;
  if (known !== null && known.preview_searched_to > 0) {
    return { ...known, ...place, ...(known.preview === null && searchOn(file, known.preview_searched_to)) };
  }
  const found = readHead(file);
  if (found === null) return null;
  const { head, preview, searchedTo, problem } = found;
  const threadId = head?.threadId ?? file.threadId;
  if (threadId === null) return null;
  const base = head?.meta?.history_base ?? null;
  return {
    rollout_id: file.rolloutId ?? threadId,
    thread_id: threadId,
    ...place,
    stamp: file.stamp ?? '',
    format: head?.format ?? 'unrecognised',
    history_mode: head?.historyMode ?? 'unknown',
    base_rollout_id: base?.thread_id.toLowerCase() ?? null,
    base_end_ordinal: base?.end_ordinal_exclusive ?? null,
    base_end_byte_offset: base?.end_byte_offset ?? null,
    subagent_start_ordinal: head?.meta?.subagent_history_start_ordinal ?? null,
    meta_json: JSON.stringify(slimMeta(head)),
    preview,
    preview_searched_to: searchedTo,
    problem,
  };
}

type Place = Pick<RolloutRow, 'path' | 'compressed' | 'archived' | 'size_bytes' | 'modified_at_ms'>;

function isSame(known: RolloutRow, place: Place): boolean {
  return (
    known.path === place.path &&
    known.compressed === place.compressed &&
    known.archived === place.archived &&
    known.size_bytes === place.size_bytes &&
    known.modified_at_ms === place.modified_at_ms
  );
}

interface FoundHead {
  head: RolloutHead | null;
  preview: string | null;
  searchedTo: number;
  problem: string | null;
}

function readHead(file: RolloutFile): FoundHead | null {
  let preview: string | null = null;
  let searchedTo = 0;
  try {
    const head = scanHead({
      path: file.path,
      visit: (line) => {
        preview = previewOfLine(line);
        searchedTo = line.end;
        return preview === null ? 'go on' : 'stop';
      },
    });
    if (head.format === 'empty' || head.format === 'unrecognised') return null;
    return { head, preview, searchedTo, problem: null };
  } catch (error) {
    if (!(error instanceof RolloutError) || error.code !== 'unknown_history_mode') throw error;
    return { head: null, preview: null, searchedTo, problem: error.message };
  }
}

function searchOn(file: RolloutFile, from: number): Pick<RolloutRow, 'preview' | 'preview_searched_to'> {
  let searchedTo = from;
  for (const line of readLines({ path: file.path, from })) {
    searchedTo = line.end;
    const preview = previewOfLine(line);
    if (preview !== null) return { preview, preview_searched_to: searchedTo };
  }
  return { preview: null, preview_searched_to: searchedTo };
}

/** Bare files have a header in place of a session_meta; its fields go by the same names. */
function slimMeta(head: RolloutHead | null): Record<string, unknown> {
  if (head?.meta) {
    const { base_instructions: _, dynamic_tools: __, ...slim } = head.meta;
    return slim;
  }
  if (!head?.bareHeader) return {};
  const { instructions: _, ...slim } = head.bareHeader;
  return slim;
}
