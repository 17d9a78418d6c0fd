/**
 * Canonical items of extensions as the legacy events of what they stand for: a search, an image. A pause has none.
 */
import type { WebSearchThreadAction } from '../thread-item/web-search.js';
import type { ExtensionItem } from '../turn-item/extension.js';
import type { WebSearchAction } from '../value/web-search-action.js';
import type { LegacyToolEvent } from './legacy-event.js';

/** The events of an extension's item that has ended (seen in 0.169 for searches; an image by the fields of its event). */
export function extensionEnd(item: ExtensionItem): LegacyToolEvent[] {
  switch (item.kind) {
    case 'web.search': {
      const { id: call_id, query, results } = item;
      return [
        {
          type: 'web_search_end',
          call_id,
          query,
          action: coreAction(item.action),
          results: results ?? undefined,
        },
      ];
    }
    case 'image_gen.generation':
      return [
        {
          type: 'image_generation_end',
          call_id: item.id,
          status: item.status,
          revised_prompt: item.revisedPrompt ?? undefined,
          result: item.result ?? '',
          transparent_background: item.transparentBackground ?? undefined,
          failure: item.failure ?? undefined,
          saved_path: item.savedPath ?? undefined,
          input_images: item.inputImages ?? [],
          generation_id: item.generationId ?? undefined,
        },
      ];
    default:
      return [];
  }
}

/** The action in the log's spelling, without what it does not say. */
function coreAction(action: WebSearchThreadAction | null | undefined): WebSearchAction {
  switch (action?.type) {
    case 'search':
      return {
        type: 'search',
        ...(action.query !== null && { query: action.query }),
        ...(action.queries !== null && { queries: action.queries }),
      };
    case 'openPage':
      return { type: 'open_page', ...(action.url !== null && { url: action.url }) };
    case 'findInPage':
      return {
        type: 'find_in_page',
        ...(action.url !== null && { url: action.url }),
        ...(action.pattern !== null && { pattern: action.pattern }),
      };
    default:
      return { type: 'other' };
  }
}
