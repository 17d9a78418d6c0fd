/** Finds the thread that somebody means by an id or by the first characters of one. */
import { HistoryError } from '../api/history-error.js';
import { setAsideLineage } from '../api/set-aside-lineage.js';
import { findThreadRollouts } from '../store/rollouts.js';
import { findThreadIdsByPrefix } from '../store/thread-id-prefix.js';
import { findThread } from '../store/threads.js';
import type { CommandContext } from './context.js';
import { UsageError } from './exit-code.js';
import { ellipsize } from './render/display-width.js';
import { escapeControls } from './render/escape-controls.js';
import { formatAge } from './render/format-quantity.js';

const LEAST_CHARACTERS = 4;
const MOST_CANDIDATES = 10;

/** As `resolveThread`, or the id of rows that were set aside, whole. */
export function resolveHistory(
  run: Pick<CommandContext, 'database' | 'homes' | 'service'>,
  text: string,
  now: number,
): string {
  return setAsideLineage(run.database.reader, text.toLowerCase())?.threadId ?? resolveThread(run, text, now);
}

/**
 * The id of the thread.
 *
 * @throws UsageError for a beginning that is too short or that several threads share, with their ids
 * @throws HistoryError `thread_not_found`
 */
export function resolveThread(
  { database, homes, service }: Pick<CommandContext, 'database' | 'homes' | 'service'>,
  text: string,
  now: number,
): string {
  const { reader } = database;
  const wanted = text.toLowerCase();
  if (findThreadRollouts(reader, wanted).length > 0) return wanted;
  service.projector.takeInventory();
  if (findThreadRollouts(reader, wanted).length > 0) return wanted;
  if (wanted.length < LEAST_CHARACTERS) {
    throw new UsageError(
      `"${text}" is too short for a thread; give at least ${LEAST_CHARACTERS} characters of its id.`,
    );
  }
  const ids = findThreadIdsByPrefix(reader, wanted, MOST_CANDIDATES + 1);
  const [id] = ids;
  if (id === undefined) {
    throw new HistoryError(
      'thread_not_found',
      `No thread "${text}" in ${homes.join(', ')}. "threadloom threads" lists what there is.`,
    );
  }
  if (ids.length === 1) return id;
  const candidates = ids.slice(0, MOST_CANDIDATES).map((candidate) => {
    const thread = findThread(reader, candidate);
    if (thread === null) return `  ${candidate}`;
    const words = ellipsize(escapeControls(thread.name ?? thread.preview), 40);
    return `  ${candidate}  ${formatAge(thread.updated_at_ms, now)}  ${words}`;
  });
  const more = ids.length > MOST_CANDIDATES ? '\n  …' : '';
  throw new UsageError(`Several threads start with "${text}":\n${candidates.join('\n')}${more}`);
}
