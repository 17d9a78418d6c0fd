/**
 * Items of lines whose ordinal is missing or taken: an older program went on with a paginated rollout, or a session began its
 * numbering again too low (demand A4, A9). Codex passes over such lines; what they hold is kept beside the rows of the log.
 */
import type { DecodedLine } from '../../events/decode-line.js';
import { stringifyJson } from '../../events/json/stringify-json.js';
import { lineTimeMs } from '../line-time.js';
import { reduceCanonical } from './reduce-canonical.js';
import type { UnrecognisedItem } from './unrecognised-item.js';
import { withOutput } from './with-output.js';

/**
 * The item of a line that was refused for its ordinal; null where it holds none or tells no time.
 *
 * @param output of a command, where it was held back from the line
 */
export function readDisplacedItem(line: DecodedLine, output: Uint8Array | null): UnrecognisedItem | null {
  if (line.kind !== 'record') return null;
  const { item: change } = reduceCanonical(line.record);
  if (change === null) return null;
  const { item, turnId, startedAtMs, completedAtMs } = change;
  const createdAtMs = startedAtMs ?? lineTimeMs(line.timestamp);
  if (createdAtMs === null) return null;
  const itemJson = stringifyJson(item);
  return {
    turnId,
    itemId: item.id,
    itemType: item.type,
    itemJson: output === null ? itemJson : Buffer.from(withOutput(itemJson, output)).toString('utf8'),
    startedAtMs,
    completedAtMs,
    createdAtMs,
  };
}
