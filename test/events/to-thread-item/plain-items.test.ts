import { describe, expect, it } from 'vitest';
import { threadItemJson } from '../../support/thread-item-json.js';

describe('items that change little', () => {
  it.each<[string, object, string]>([
    ['a plan', { type: 'Plan', id: 'p', text: '# P' }, '{"type":"plan","id":"p","text":"# P"}'],
    [
      'reasoning',
      { type: 'Reasoning', id: 'r', summary_text: ['s'], raw_content: ['c'] },
      '{"type":"reasoning","id":"r","summary":["s"],"content":["c"]}',
    ],
    [
      'a hook prompt',
      { type: 'HookPrompt', id: 'h', fragments: [{ hookRunId: 'r', text: 't' }] },
      '{"type":"hookPrompt","id":"h","fragments":[{"text":"t","hookRunId":"r"}]}',
    ],
    ['a compaction', { type: 'ContextCompaction', id: 'c' }, '{"type":"contextCompaction","id":"c"}'],
    [
      'a pause',
      { type: 'Extension', kind: 'clock.sleep', id: 's', durationMs: 7 },
      '{"type":"sleep","id":"s","durationMs":7}',
    ],
    [
      'an older pause',
      { type: 'Sleep', id: 's', duration_ms: 7 },
      '{"type":"sleep","id":"s","durationMs":7}',
    ],
    [
      'the begin of a review',
      { type: 'EnteredReviewMode', id: 'e', target: { type: 'uncommittedChanges' }, user_facing_hint: 'h' },
      '{"type":"enteredReviewMode","id":"e","review":"h"}',
    ],
    [
      'the end of a review',
      { type: 'ExitedReviewMode', id: 'e', review_output: null },
      '{"type":"exitedReviewMode","id":"e","review":"Reviewer failed to output a response."}',
    ],
  ])('shows %s', (_, item, json) => {
    expect(threadItemJson(item)).toBe(json);
  });
});
