/**
 * Calls to tools of the client, for readers.
 */
import type { DynamicToolCallThreadItem } from '../thread-item/dynamic-tool-call.js';
import type { Duration } from '../value/duration.js';
import type { DynamicContentItem } from '../value/dynamic-content-item.js';
import { durationMs } from './duration-ms.js';

/** What canonical items and legacy events both say of such a call. */
export interface DynamicToolCallFacts {
  readonly id: string;
  readonly namespace?: string | null | undefined;
  readonly tool: string;
  readonly arguments: unknown;
  readonly status: 'in_progress' | 'completed' | 'failed';
  readonly content_items?: readonly DynamicContentItem[] | null | undefined;
  readonly success?: boolean | null | undefined;
  readonly duration?: Duration | null | undefined;
}

function readerPart(part: DynamicContentItem): DynamicContentItem {
  switch (part.type) {
    case 'inputText':
      return { type: 'inputText', text: part.text };
    case 'inputImage':
      return { type: 'inputImage', imageUrl: part.imageUrl };
    case 'inputAudio':
      return { type: 'inputAudio', audioUrl: part.audioUrl };
  }
}

/** The error text of a failed call is not shown (spec: turn-items §4). */
export function dynamicToolCallOf(facts: DynamicToolCallFacts): DynamicToolCallThreadItem {
  return {
    type: 'dynamicToolCall',
    id: facts.id,
    namespace: facts.namespace ?? null,
    tool: facts.tool,
    arguments: facts.arguments ?? null,
    status: facts.status === 'in_progress' ? 'inProgress' : facts.status,
    contentItems: facts.content_items?.map(readerPart) ?? null,
    success: facts.success ?? null,
    durationMs: durationMs(facts.duration),
  };
}
