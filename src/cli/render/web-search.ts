/** What was looked for on the web. */
import type { WebSearchThreadItem } from '../../events/thread-item/web-search.js';
import { type View, wrapIndented } from './layout.js';
import { type StyledLine, span } from './styled-line.js';

/** The line of a web search. */
export function renderWebSearch({ query, action }: WebSearchThreadItem, view: View): StyledLine[] {
  return wrapIndented([span('web: ', 'dim'), span(deed(query, action))], view, span('→ ', 'blue'));
}

function deed(query: string, action: WebSearchThreadItem['action']): string {
  switch (action?.type) {
    case 'openPage':
      return `opened ${action.url || query || 'a page'}`;
    case 'findInPage':
      return `looked for “${action.pattern ?? query}” in ${action.url ?? 'a page'}`;
    case 'search':
      return searched(action.queries ?? [action.query ?? query]);
    default:
      return searched([query]);
  }
}

function searched(queries: readonly string[]): string {
  const quoted = queries.filter((query) => query !== '').map((query) => `“${query}”`);
  return quoted.length === 0 ? 'searched' : `searched for ${quoted.join(', ')}`;
}
