/** The text by which an item is recognised, whoever shows it: what was said, run or looked for, else the kind of the item. */
import { isJsonObject } from '../../src/events/json/json-object.js';

export function textOfItem(item: unknown): string {
  if (!isJsonObject(item)) return String(item);
  const { type, text, content, summary, command, query } = item;
  if (typeof text === 'string') return text;
  if (typeof command === 'string') return command.replace(/^\/bin\/bash -lc '?|'$/g, '');
  if (Array.isArray(command)) return String(command.at(-1));
  if (typeof query === 'string') return query;
  if (type === 'reasoning' && Array.isArray(summary)) return summary.join('\n');
  if (Array.isArray(content)) return content.map(textOfItem).join('\n');
  return String(type);
}
