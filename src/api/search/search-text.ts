/**
 * Which thread items `thread/searchOccurrences` searches, and what of their text can be found.
 */
import type { ThreadItem } from '../../events/thread-item/thread-item.js';
import { renderMarkdown } from './render-markdown.js';
import { userRequest } from './user-request.js';

/**
 * Whether an item is searched: what the user said, and of the agent's messages the answers. An answer is the item that its turn names
 * as the final one, and every partial answer, whatever the state of the turn (observed in Codex 0.169.0; spec reads §6 knows only the
 * former). That the item's turn has a row is for the caller to see to.
 *
 * @param finalAgentItemId of the item's turn
 */
export function isSearched(item: ThreadItem, finalAgentItemId: string | null): boolean {
  if (item.type === 'userMessage') return true;
  return item.type === 'agentMessage' && (item.id === finalAgentItemId || item.phase === 'partial_answer');
}

/**
 * What of an item can be found: of a user message its texts, joined without anything in between, so that a term is found across
 * parts; of an agent message its Markdown as plain text (spec reads §6). Null for every other kind.
 */
export function searchTextOf(item: ThreadItem): string | null {
  switch (item.type) {
    case 'userMessage':
      return item.content.map((part) => (part.type === 'text' ? userRequest(part.text) : '')).join('');
    case 'agentMessage':
      return renderMarkdown(item.text);
    default:
      return null;
  }
}
