import { describe, expect, it } from 'vitest';
import { threadItemJson } from '../../support/thread-item-json.js';

const shown = (...content: object[]) => threadItemJson({ type: 'UserMessage', id: 'u', content });
const withContent = (content: string) =>
  `{"type":"userMessage","id":"u","clientId":null,"content":[${content}]}`;

describe('a user message', () => {
  it.each<[string, object, string]>([
    ['a text', { type: 'text', text: 'x' }, '{"type":"text","text":"x","text_elements":[]}'],
    [
      'a text with elements',
      {
        type: 'text',
        text: 'xy',
        text_elements: [
          { byte_range: { start: 0, end: 1 }, placeholder: 'p' },
          { byte_range: { start: 1, end: 2 } },
        ],
      },
      '{"type":"text","text":"xy","text_elements":[{"byteRange":{"start":0,"end":1},"placeholder":"p"},{"byteRange":{"start":1,"end":2},"placeholder":null}]}',
    ],
    ['an image', { type: 'image', image_url: 'u' }, '{"type":"image","url":"u","detail":null}'],
    [
      'an uploaded image',
      { type: 'image', file_id: 'f', detail: 'high' },
      '{"type":"image","fileId":"f","detail":"high"}',
    ],
    [
      'an image with both sources',
      { type: 'image', image_url: 'u', file_id: 'f' },
      '{"type":"image","url":"u","detail":null}',
    ],
    [
      'a local image, its path untouched',
      { type: 'local_image', path: 'file:///a%20b', detail: 'low' },
      '{"type":"localImage","detail":"low","path":"file:///a%20b"}',
    ],
    ['audio', { type: 'audio', audio_url: 'u' }, '{"type":"audio","url":"u"}'],
    ['uploaded audio', { type: 'audio', file_id: 'f' }, '{"type":"audio","fileId":"f"}'],
    ['local audio', { type: 'local_audio', path: '/x' }, '{"type":"localAudio","path":"/x"}'],
    ['a skill', { type: 'skill', name: 'n', path: '/p' }, '{"type":"skill","name":"n","path":"/p"}'],
    [
      'a mention',
      { type: 'mention', name: 'n', path: 'app://p' },
      '{"type":"mention","name":"n","path":"app://p"}',
    ],
  ])('shows %s', (_, input, json) => {
    expect(shown(input)).toBe(withContent(json));
  });

  it('shows the name that the client gave it', () => {
    expect(threadItemJson({ type: 'UserMessage', id: 'u', client_id: 'c', content: [] })).toBe(
      '{"type":"userMessage","id":"u","clientId":"c","content":[]}',
    );
  });
});
