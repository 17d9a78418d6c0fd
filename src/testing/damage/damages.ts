/**
 * All kinds of damage by name, for tests that try each of them.
 */
import {
  breakUtf8,
  convertToCrLf,
  endWithCrLf,
  insertHugeLine,
  tearTail,
  writeHalfThenWhole,
  writeNulRun,
} from './damage-bytes.js';
import {
  dropLine,
  duplicateLine,
  insertBlankLines,
  leapOrdinal,
  removeOrdinal,
  removeOrdinals,
  repeatOrdinal,
  replaceByUnknownEvent,
  replaceByUnknownRecord,
  reuseOrdinals,
} from './damage-lines.js';
import { renameEvents, renameItems } from './damage-vocabulary.js';

/** Pure; any whole number `at` is a position, below the number of lines it is the index of the line. */
export type Damage = (bytes: Uint8Array, at: number) => Uint8Array;

export const DAMAGES = {
  breakUtf8,
  convertToCrLf,
  dropLine,
  duplicateLine,
  endWithCrLf,
  insertBlankLines,
  insertHugeLine,
  leapOrdinal,
  removeOrdinal,
  removeOrdinals,
  renameEvents,
  renameItems,
  repeatOrdinal,
  replaceByUnknownEvent,
  replaceByUnknownRecord,
  reuseOrdinals,
  tearTail,
  writeHalfThenWhole,
  writeNulRun,
} as const satisfies Record<string, Damage>;

export type DamageName = keyof typeof DAMAGES;
