import { describe, expect, it } from 'vitest';
import { threadItemJson } from '../../support/thread-item-json.js';

describe('a call to a tool of the client', () => {
  const call = {
    type: 'DynamicToolCall',
    id: 'd',
    tool: 't',
    arguments: { b: 1, a: null },
    status: 'in_progress',
  };

  it('shows null for all that is not known', () => {
    expect(threadItemJson(call)).toBe(
      '{"type":"dynamicToolCall","id":"d","namespace":null,"tool":"t","arguments":{"b":1,"a":null},"status":"inProgress","contentItems":null,"success":null,"durationMs":null}',
    );
  });

  it('shows what came back, but not the error', () => {
    expect(
      threadItemJson({
        ...call,
        namespace: 'n',
        status: 'failed',
        content_items: [
          { text: 't', type: 'inputText' },
          { type: 'inputImage', imageUrl: 'u' },
          { type: 'inputAudio', audioUrl: 'a' },
        ],
        success: false,
        error: 'not shown',
        duration: { secs: 0, nanos: 5_000_000 },
      }),
    ).toBe(
      '{"type":"dynamicToolCall","id":"d","namespace":"n","tool":"t","arguments":{"b":1,"a":null},"status":"failed",' +
        '"contentItems":[{"type":"inputText","text":"t"},{"type":"inputImage","imageUrl":"u"},{"type":"inputAudio","audioUrl":"a"}],"success":false,"durationMs":5}',
    );
  });
});

describe('a tool output handed in', () => {
  const output = { type: 'FunctionCallOutput', id: 'f', name: 'n' };

  it('shows a text', () => {
    expect(threadItemJson({ ...output, output: 'o' })).toBe(
      '{"type":"functionCallOutput","id":"f","name":"n","namespace":null,"output":"o"}',
    );
  });

  it('shows parts in the spelling of the log, without a detail that is not there', () => {
    const parts = [
      { type: 'input_text', text: 't', later: 1 },
      { type: 'input_image', image_url: 'u', file_id: 'f', detail: 'auto' },
      { type: 'input_image', file_id: 'f', detail: null },
      { type: 'input_audio', audio_url: 'a' },
      { type: 'input_audio', file_id: 'f' },
      { type: 'encrypted_content', encrypted_content: 'e' },
    ];
    expect(threadItemJson({ ...output, namespace: 's', output: parts })).toBe(
      '{"type":"functionCallOutput","id":"f","name":"n","namespace":"s","output":[{"type":"input_text","text":"t"},{"type":"input_image","image_url":"u","detail":"auto"},' +
        '{"type":"input_image","file_id":"f"},{"type":"input_audio","audio_url":"a"},{"type":"input_audio","file_id":"f"},{"type":"encrypted_content","encrypted_content":"e"}]}',
    );
  });
});
