/**
 * Web searches and images from their legacy events.
 */
import type {
  ImageGenerationBegin,
  ImageGenerationEnd,
  ViewImageToolCall,
  WebSearchBegin,
  WebSearchEnd,
} from '../event-msg/hosted-tool.js';
import type { ImageGenerationThreadItem } from '../thread-item/image-generation.js';
import type { ImageViewThreadItem } from '../thread-item/image-view.js';
import type { WebSearchThreadItem } from '../thread-item/web-search.js';
import { imageGenerationOf } from '../to-thread-item/image-generation.js';
import { imageViewThreadItem } from '../to-thread-item/plain-items.js';
import { webSearchActionOf, webSearchThreadItem } from '../to-thread-item/web-search.js';

/** spec: legacy-history §4. What is searched for is known only at the end. */
export function webSearchBeginItem(event: WebSearchBegin): WebSearchThreadItem {
  return webSearchThreadItem(event.call_id, '', null, null);
}

/** spec: legacy-history §4. */
export function webSearchEndItem(event: WebSearchEnd): WebSearchThreadItem {
  return webSearchThreadItem(event.call_id, event.query, webSearchActionOf(event.action), event.results);
}

/** spec: legacy-history §4. */
export function viewImageToolCallItem(event: ViewImageToolCall): ImageViewThreadItem {
  return imageViewThreadItem(event.call_id, event.path);
}

/** spec: legacy-history §4. Status and result are empty until the image is there. */
export function imageGenerationBeginItem(event: ImageGenerationBegin): ImageGenerationThreadItem {
  return imageGenerationOf({ id: event.call_id, status: '', result: '' });
}

/** spec: legacy-history §4. */
export function imageGenerationEndItem(event: ImageGenerationEnd): ImageGenerationThreadItem {
  const { failure } = event;
  return imageGenerationOf({
    id: event.call_id,
    status: event.status,
    revisedPrompt: event.revised_prompt,
    result: event.result,
    transparentBackground: event.transparent_background,
    failure: failure && { ...failure, resetsAt: failure.resetsAt ?? null },
    savedPath: event.saved_path,
    inputImages: event.input_images,
    generationId: event.generation_id,
  });
}
