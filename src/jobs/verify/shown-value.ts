/** Values of rows in a form that can be told: short, and without bytes. */
import type { StoredValue } from '../../store/derived-tables.js';
import type { ShownValue } from './verify-report.js';

/** Characters of a value that are shown. */
const SHOWN_CHARACTERS = 200;

export function shown(value: StoredValue): ShownValue {
  const text = Buffer.isBuffer(value) ? value.toString('utf8', 0, 4 * SHOWN_CHARACTERS) : value;
  if (typeof text !== 'string' || text.length <= SHOWN_CHARACTERS) return text;
  return `${text.slice(0, SHOWN_CHARACTERS)}…`;
}
