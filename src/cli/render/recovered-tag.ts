/** Marks items that were recovered: no event of the log gave them, and Codex shows none of them. */
import { isJsonObject } from '../../events/json/json-object.js';
import type { View } from './layout.js';
import { line, lineWidth, type StyledLine, span } from './styled-line.js';

export const RECOVERED_TAG = 'recovered';

/** Whether the JSON of an item, as the service gives it, says that it was recovered. */
export function isRecovered(json: unknown): boolean {
  return isJsonObject(json) && json.origin === 'recovered';
}

/** The lines of an item with the mark: behind the first one where there is room for it, else below. */
export function tagRecovered(lines: readonly StyledLine[], view: View): StyledLine[] {
  const [first, ...rest] = lines;
  if (first === undefined) return [];
  const tagged = [...first, span(`  ${RECOVERED_TAG}`, 'dim')];
  if (lineWidth(tagged) <= view.width) return [tagged, ...rest];
  return [first, line(`  ${RECOVERED_TAG}`, 'dim'), ...rest];
}
