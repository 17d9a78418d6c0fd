import { stringifyJson } from '../../src/events/json/stringify-json.js';
import { toThreadItem } from '../../src/events/to-thread-item/to-thread-item.js';
import { TurnItem } from '../../src/events/turn-item/turn-item.js';

/** The JSON that readers get of a canonical item, given as it stands in a log. */
export function threadItemJson(item: unknown): string {
  return stringifyJson(toThreadItem(TurnItem.parse(item)));
}
