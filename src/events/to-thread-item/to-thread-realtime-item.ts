/**
 * Steps of voice sessions for readers.
 */
import type { CoreRealtimePresentation, RealtimeItem } from '../record/realtime-item.js';
import type { RealtimePresentation, ThreadRealtimeItem } from '../thread-item/thread-realtime-item.js';

function presentationOf(presentation: CoreRealtimePresentation): RealtimePresentation {
  switch (presentation.type) {
    case 'whole_item':
      return { type: 'wholeItem' };
    case 'inline_markdown':
      return { type: 'inlineMarkdown' };
    case 'inline_visualization':
      return { type: 'inlineVisualization', index: presentation.index };
  }
}

/** A realtime record as readers see it, its keys in Codex's order (spec: rollout-format §13). */
export function toThreadRealtimeItem(item: RealtimeItem): ThreadRealtimeItem {
  const { id, realtime_session_id: realtimeSessionId } = item;
  switch (item.type) {
    case 'realtime_session_started':
      return { id, realtimeSessionId, type: 'realtimeSessionStarted' };
    case 'transcript_segment':
      return { id, realtimeSessionId, type: 'transcriptSegment', role: item.role, text: item.text };
    case 'bem_item_promoted':
      return {
        id,
        realtimeSessionId,
        type: 'bemItemPromoted',
        turnId: item.turn_id,
        itemId: item.item_id,
        presentation: presentationOf(item.presentation),
      };
    case 'realtime_session_closed':
      return { id, realtimeSessionId, type: 'realtimeSessionClosed', outcome: item.outcome };
  }
}
