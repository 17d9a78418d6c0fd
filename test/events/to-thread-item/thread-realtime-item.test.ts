import { describe, expect, it } from 'vitest';
import { stringifyJson } from '../../../src/events/json/stringify-json.js';
import { RealtimeItem } from '../../../src/events/record/realtime-item.js';
import { ThreadRealtimeItem } from '../../../src/events/thread-item/thread-realtime-item.js';
import { toThreadRealtimeItem } from '../../../src/events/to-thread-item/to-thread-realtime-item.js';

const promoted = (presentation: object) => ({
  type: 'bem_item_promoted',
  turn_id: 't',
  item_id: 'i',
  presentation,
});

describe('toThreadRealtimeItem', () => {
  it.each<[object, string]>([
    [{ type: 'realtime_session_started' }, '"type":"realtimeSessionStarted"'],
    [
      { type: 'transcript_segment', text: 'x', role: 'user' },
      '"type":"transcriptSegment","role":"user","text":"x"',
    ],
    [
      promoted({ type: 'whole_item' }),
      '"type":"bemItemPromoted","turnId":"t","itemId":"i","presentation":{"type":"wholeItem"}',
    ],
    [
      promoted({ type: 'inline_markdown' }),
      '"type":"bemItemPromoted","turnId":"t","itemId":"i","presentation":{"type":"inlineMarkdown"}',
    ],
    [
      promoted({ type: 'inline_visualization', index: 3 }),
      '"type":"bemItemPromoted","turnId":"t","itemId":"i","presentation":{"type":"inlineVisualization","index":3}',
    ],
    [
      { type: 'realtime_session_closed', outcome: 'failed' },
      '"type":"realtimeSessionClosed","outcome":"failed"',
    ],
  ])('shows %j', (fields, json) => {
    const item = toThreadRealtimeItem(RealtimeItem.parse({ realtime_session_id: 's', id: 'r', ...fields }));
    expect(stringifyJson(item)).toBe(`{"id":"r","realtimeSessionId":"s",${json}}`);
    expect(ThreadRealtimeItem.parse(item)).toEqual(item);
  });
});
