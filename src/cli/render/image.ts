/** Images that were looked at or made; none is shown. */
import type { ImageGenerationThreadItem } from '../../events/thread-item/image-generation.js';
import type { ImageViewThreadItem } from '../../events/thread-item/image-view.js';
import { type View, wrapIndented } from './layout.js';
import { shownPath } from './shown-path.js';
import { type Span, type StyledLine, span } from './styled-line.js';

const ARROW = span('→ ', 'blue');

/** The line of an image that was looked at. */
export function renderImageView({ path }: ImageViewThreadItem, view: View): StyledLine[] {
  return wrapIndented([span('looked at ', 'dim'), span(shownPath(path, view))], view, ARROW);
}

/** The line of an image that was made, or of why it was not. */
export function renderImageGeneration(item: ImageGenerationThreadItem, view: View): StyledLine[] {
  const { revisedPrompt, savedPath, failure, fileId, status } = item;
  const parts: Span[] = [span('image: ', 'dim'), span(revisedPrompt ?? status)];
  if (failure) parts.push(span(`  ✗ usage limit ${failure.limitId} exceeded`, 'red'));
  const place = savedPath ?? fileId;
  if (place !== undefined && place !== null) parts.push(span(`  ${place}`, 'dim'));
  return wrapIndented(parts, view, ARROW);
}
