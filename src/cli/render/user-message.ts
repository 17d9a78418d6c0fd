/** What the user said, behind a bar that makes it easy to find while scrolling. */
import type { UserInput } from '../../events/thread-item/user-input.js';
import type { UserMessageThreadItem } from '../../events/thread-item/user-message.js';
import { splitLines } from './escape-controls.js';
import { clip, indent, narrower, type View } from './layout.js';
import { line, type StyledLine, span } from './styled-line.js';
import { wrapLine } from './wrap-line.js';

const MOST_LINES = 30;

/** The lines of a user message. */
export function renderUserMessage({ content }: UserMessageThreadItem, view: View): StyledLine[] {
  const inner = narrower(view, 2);
  const lines = content.flatMap((part) => linesOf(part).flatMap((styled) => wrapLine(styled, inner.width)));
  const shown = view.full ? lines : clip(lines, MOST_LINES, 0);
  const bar = span('▌ ', 'cyan');
  return indent(shown, bar, bar);
}

function linesOf(part: UserInput): StyledLine[] {
  switch (part.type) {
    case 'text':
      return splitLines(part.text).map((text) => line(text, 'bold'));
    case 'image':
    case 'audio':
      return [line(`[${part.type}: ${addressOf(part)}]`, 'dim')];
    case 'localImage':
      return [line(`[image: ${part.path}]`, 'dim')];
    case 'localAudio':
      return [line(`[audio: ${part.path}]`, 'dim')];
    case 'skill':
    case 'mention':
      return [line(`[${part.type}: ${part.name} · ${part.path}]`, 'dim')];
  }
}

function addressOf({ url, fileId }: { url?: string | undefined; fileId?: string | undefined }): string {
  if (url === undefined) return fileId ?? 'unknown';
  return url.startsWith('data:') ? 'attached' : url;
}
