/** Items that are a line each: pauses, compactions, texts of hooks, and what this program does not know. */
import type { ContextCompactionThreadItem } from '../../events/thread-item/context-compaction.js';
import type { HookPromptThreadItem } from '../../events/thread-item/hook-prompt.js';
import type { SleepThreadItem } from '../../events/thread-item/sleep.js';
import { splitLines } from './escape-controls.js';
import { formatDuration } from './format-quantity.js';
import { divider, gutterBlock, type View, wrapIndented } from './layout.js';
import { line, type StyledLine, span } from './styled-line.js';

/** A pause of the agent. */
export function renderSleep({ durationMs }: SleepThreadItem, view: View): StyledLine[] {
  return wrapIndented(line(`waited ${formatDuration(durationMs)}`, 'dim'), view, span('→ ', 'blue'));
}

/** Where the context was compacted. */
export function renderCompaction(_: ContextCompactionThreadItem, view: View): StyledLine[] {
  return [divider([span('context compacted', 'yellow')], view)];
}

/** Text that hooks put before the model. */
export function renderHookPrompt({ fragments }: HookPromptThreadItem, view: View): StyledLine[] {
  const lines = fragments.flatMap(({ text }) => splitLines(text).map((one) => line(one, 'dim')));
  return [
    ...wrapIndented(line('from a hook', 'dim'), view, span('→ ', 'blue')),
    ...gutterBlock(lines, view, { head: 4, tail: 2 }),
  ];
}

/** An item whose kind or form is not known: its JSON. */
export function renderUnknown(type: string, json: string, view: View): StyledLine[] {
  return [
    ...wrapIndented([span('unrecognised item ', 'yellow'), span(type, 'bold')], view, span('? ', 'yellow')),
    ...gutterBlock([line(json, 'dim')], view, { head: 4, tail: 2 }),
  ];
}
