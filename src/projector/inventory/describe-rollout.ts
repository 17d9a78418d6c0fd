/**
 * What a listing must know of a rollout file, read from its head. A head never changes while a file grows, so its preview is
 * searched for only while it has no user message yet, and then from where the search ended.
 */
import type { SessionMeta } from '../../events/record/session-meta.js';
import {
  RolloutError,
  type RolloutFile,
  type RolloutHead,
  readLines,
  readRolloutHead,
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
 * @returns null for a file that did not change; a row with `problem` for one to be refused by the id of its thread
 * @throws RolloutError when the file cannot be read at all, is `empty`, or holds no record (`not_a_rollout`)
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
  // A name with another time is another file, whatever its head says.
  const stamp = file.stamp ?? '';
  if (known !== null && known.stamp === stamp && known.preview_searched_to > 0 && stillHasHead(file, known)) {
    return { ...known, ...place, ...(known.preview === null && searchOn(file, known.preview_searched_to)) };
  }
  const { head, preview, searchedTo, problem } = readHead(file);
  const columns = headColumns(file, head);
  if (columns === null) return null;
  return {
    rollout_id: file.rolloutId ?? columns.thread_id,
    ...columns,
    ...place,
    stamp,
    preview,
    preview_searched_to: searchedTo,
    problem,
  };
}
/** What the head of a file says, as the row of its rollout holds it; null when it does not say whose it is. */
function headColumns(file: RolloutFile, head: RolloutHead | null): HeadColumns | null {
  const threadId = head?.threadId ?? file.threadId;
  if (threadId === null) return null;
  const base = head?.meta?.history_base ?? null;
  return {
    thread_id: threadId,
    format: head?.format ?? 'unrecognised',
    history_mode: head?.historyMode ?? 'unknown',
    base_rollout_id: base?.thread_id.toLowerCase() ?? null,
    base_end_ordinal: base?.end_ordinal_exclusive ?? null,
    base_end_byte_offset: base?.end_byte_offset ?? null,
    subagent_start_ordinal: head?.meta?.subagent_history_start_ordinal ?? null,
    meta_json: JSON.stringify(slimMeta(head)),
  };
}

/** False for a file that was written anew, as Codex does when it migrates one, and for one that is to be refused now. */
function stillHasHead(file: RolloutFile, known: RolloutRow): boolean {
  try {
    const found = headColumns(file, readRolloutHead(file));
    return found !== null && HEAD_COLUMNS.every((column) => found[column] === known[column]);
  } catch (error) {
    if (!(error instanceof RolloutError) || error.code !== 'unknown_history_mode') throw error;
    return false;
  }
}

const HEAD_COLUMNS = [
  'thread_id',
  'format',
  'history_mode',
  'base_rollout_id',
  'base_end_ordinal',
  'base_end_byte_offset',
  'subagent_start_ordinal',
  'meta_json',
] as const satisfies readonly (keyof RolloutRow)[];
type HeadColumns = Pick<RolloutRow, (typeof HEAD_COLUMNS)[number]>;

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

function readHead(file: RolloutFile): FoundHead {
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
    if (head.format === 'empty' || head.format === 'unrecognised') throw noRecords(file.path, head.format);
    return { head, preview, searchedTo, problem: null };
  } catch (error) {
    if (!(error instanceof RolloutError) || error.code !== 'unknown_history_mode') throw error;
    return { head: null, preview: null, searchedTo, problem: error.message };
  }
}

function noRecords(path: string, format: 'empty' | 'unrecognised'): RolloutError {
  return format === 'empty'
    ? new RolloutError({
        code: 'empty',
        path,
        found: 'is empty',
        hint: 'A session may not have written to it yet',
      })
    : new RolloutError({
        code: 'not_a_rollout',
        path,
        found: 'holds no record of a rollout',
        hint: 'Check what was written there',
      });
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
