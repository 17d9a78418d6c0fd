import { describe, expect, it } from 'vitest';
import { AgentMessage, UserMessage } from '../../../src/events/event-msg/messages.js';
import * as review from '../../../src/events/event-msg/review.js';
import { stringifyJson } from '../../../src/events/json/stringify-json.js';
import { agentMessageItem } from '../../../src/events/legacy-thread-item/agent-message.js';
import * as reviewItems from '../../../src/events/legacy-thread-item/review.js';
import { userMessageItem } from '../../../src/events/legacy-thread-item/user-message.js';

describe('user messages', () => {
  const contentOf = (fields: object) =>
    userMessageItem(UserMessage.parse({ type: 'user_message', message: 'm', ...fields }), 'item-1').content;
  const images = { images: ['a', 'b'], file_ids: ['f'], image_details: ['high'], file_id_details: ['low'] };
  const a = { type: 'image', url: 'a', detail: 'high' };
  const b = { type: 'image', url: 'b', detail: null };
  const f = { type: 'image', fileId: 'f', detail: 'low' };

  it('keep a text untrimmed, and drop a blank one with its elements', () => {
    expect(contentOf({ message: ' x ' })).toEqual([{ type: 'text', text: ' x ', text_elements: [] }]);
    const text_elements = [{ byte_range: { start: 0, end: 1 } }];
    for (const message of ['', ' \n', '\u00a0', '\u0085'])
      expect(contentOf({ message, text_elements })).toEqual([]);
    expect(contentOf({ message: '\ufeff' })).toHaveLength(1);
  });

  it('list attachments after the text, in a fixed order', () => {
    const content = contentOf({
      ...images,
      local_images: ['/l', '/m'],
      local_image_details: [null, 'low'],
      audio: ['u'],
      local_audio: ['/k'],
    });
    expect(content.slice(1)).toEqual([
      a,
      b,
      f,
      { type: 'localImage', detail: null, path: '/l' },
      { type: 'localImage', detail: 'low', path: '/m' },
      { type: 'audio', url: 'u' },
      { type: 'localAudio', path: '/k' },
    ]);
  });

  it('follow the order of images where it names each of them', () => {
    expect(contentOf({ ...images, image_order: ['inline', 'file', 'inline'] }).slice(1)).toEqual([a, f, b]);
  });

  it.each([[['file', 'inline']], [['inline', 'inline', 'inline']], [['file', 'file', 'inline']]])(
    'do not follow the order %j, which does not',
    (image_order) => {
      expect(contentOf({ ...images, image_order }).slice(1)).toEqual([a, b, f]);
    },
  );

  it('take no images for a null list', () => {
    expect(contentOf({ images: null })).toHaveLength(1);
  });

  it('keep the name that the client gave them', () => {
    const event = UserMessage.parse({ type: 'user_message', message: '', client_id: 'c' });
    expect(stringifyJson(userMessageItem(event, 'item-1'))).toBe(
      '{"type":"userMessage","id":"item-1","clientId":"c","content":[]}',
    );
  });
});

describe('agent messages and reviews', () => {
  it('keep phase, delivery and questions', () => {
    const fields = { phase: 'commentary', delivery: 'async', questions: [{ title: 'q' }] };
    const event = AgentMessage.parse({ type: 'agent_message', message: 'x', ...fields });
    expect(stringifyJson(agentMessageItem(event, 'item-2'))).toBe(
      '{"type":"agentMessage","moderation":null,"id":"item-2","text":"x","phase":"commentary","memoryCitation":null,"delivery":"async","questions":[{"title":"q","options":null}]}',
    );
  });

  it('say that a review was asked for where the event has no hint', () => {
    const begin = { type: 'entered_review_mode', target: { type: 'uncommittedChanges' } };
    const item = (fields: object) =>
      reviewItems.enteredReviewModeItem(review.EnteredReviewMode.parse({ ...begin, ...fields }), 'e');
    expect(item({})).toEqual({ type: 'enteredReviewMode', id: 'e', review: 'Review requested.' });
    expect(item({ user_facing_hint: '' })).toMatchObject({ review: '' });
  });

  it('say that a review gave no answer', () => {
    const event = review.ExitedReviewMode.parse({ type: 'exited_review_mode', review_output: null });
    expect(reviewItems.exitedReviewModeItem(event, 'e')).toEqual({
      type: 'exitedReviewMode',
      id: 'e',
      review: 'Reviewer failed to output a response.',
    });
  });
});
