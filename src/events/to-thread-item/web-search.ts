/**
 * Web searches for readers.
 */
import type { WebSearchThreadAction, WebSearchThreadItem } from '../thread-item/web-search.js';
import type { WebExtensionSearchItem } from '../turn-item/extension.js';
import type { WebSearchAction } from '../value/web-search-action.js';

/** A search from its parts; a search that has only begun has no query and no action yet. */
export function webSearchThreadItem(
  id: string,
  query: string,
  action: WebSearchThreadAction | null,
  results: unknown[] | null | undefined,
): WebSearchThreadItem {
  return { type: 'webSearch', id, query, action, results: results ?? null };
}

/** An action of the log in the spelling of readers, where nothing is left out (spec: corrections-0.169 item 3). */
export function webSearchActionOf(action: WebSearchAction): WebSearchThreadAction {
  switch (action.type) {
    case 'search':
      return { type: 'search', query: action.query ?? null, queries: action.queries ?? null };
    case 'open_page':
      return { type: 'openPage', url: action.url ?? null };
    case 'find_in_page':
      return { type: 'findInPage', url: action.url ?? null, pattern: action.pattern ?? null };
    case 'other':
      return { type: 'other' };
  }
}

function extensionActionOf(action: WebSearchThreadAction): WebSearchThreadAction {
  switch (action.type) {
    case 'search':
      return { type: 'search', query: action.query, queries: action.queries };
    case 'openPage':
      return { type: 'openPage', url: action.url };
    case 'findInPage':
      return { type: 'findInPage', url: action.url, pattern: action.pattern };
    case 'other':
      return { type: 'other' };
  }
}

/** A search of the web extension, which speaks the readers' spelling already. */
export function webExtensionSearchOf(item: WebExtensionSearchItem): WebSearchThreadItem {
  const action = item.action ? extensionActionOf(item.action) : null;
  return webSearchThreadItem(item.id, item.query, action, item.results);
}
