import type OpenAI from 'openai';
import { describe, expect, expectTypeOf, it } from 'vitest';
import type { z } from 'zod';
import { RolloutRecord } from '../../src/events/record/rollout-record.js';
import type { CompactionResponseItem } from '../../src/events/response-item/compaction.js';
import type {
  ImageGenerationCallResponseItem,
  ToolSearchCallResponseItem,
  ToolSearchOutputResponseItem,
  WebSearchCallResponseItem,
} from '../../src/events/response-item/hosted-call.js';
import type { MessageResponseItem } from '../../src/events/response-item/message.js';
import type { ReasoningResponseItem } from '../../src/events/response-item/reasoning.js';
import { ResponseItem } from '../../src/events/response-item/response-item.js';
import type {
  CustomToolCallResponseItem,
  FunctionCallResponseItem,
  LocalShellCallResponseItem,
} from '../../src/events/response-item/tool-call.js';

type Sdk = OpenAI.Responses.ResponseOutputItem;
type OfType<Type extends Sdk['type']> = Extract<Sdk, { type: Type }>;

/** Interfaces have no index signature; the same fields as a plain type do. */
type Plain<T> = T extends readonly (infer Element)[]
  ? Plain<Element>[]
  : T extends object
    ? { [Key in keyof T]: Plain<T[Key]> }
    : T;

/** Codex turns a refusal into text before it writes the message. */
type WrittenMessage = Omit<OfType<'message'>, 'content'> & { content: OpenAI.Responses.ResponseOutputText[] };
/** Codex writes an image call only when there is an image. */
type WrittenImageCall = OfType<'image_generation_call'> & { result: string };

describe('items of the SDK', () => {
  it('fit the schemas as they come', () => {
    expectTypeOf<Plain<WrittenMessage>>().toExtend<z.input<typeof MessageResponseItem>>();
    expectTypeOf<Plain<OfType<'reasoning'>>>().toExtend<z.input<typeof ReasoningResponseItem>>();
    expectTypeOf<Plain<OfType<'function_call'>>>().toExtend<z.input<typeof FunctionCallResponseItem>>();
    expectTypeOf<Plain<OfType<'custom_tool_call'>>>().toExtend<z.input<typeof CustomToolCallResponseItem>>();
    expectTypeOf<Plain<OfType<'local_shell_call'>>>().toExtend<z.input<typeof LocalShellCallResponseItem>>();
    expectTypeOf<Plain<OfType<'web_search_call'>>>().toExtend<z.input<typeof WebSearchCallResponseItem>>();
    expectTypeOf<Plain<OfType<'tool_search_call'>>>().toExtend<z.input<typeof ToolSearchCallResponseItem>>();
    expectTypeOf<Plain<OfType<'tool_search_output'>>>().toExtend<
      z.input<typeof ToolSearchOutputResponseItem>
    >();
    expectTypeOf<Plain<OfType<'compaction'>>>().toExtend<z.input<typeof CompactionResponseItem>>();
    expectTypeOf<Plain<WrittenImageCall>>().toExtend<z.input<typeof ImageGenerationCallResponseItem>>();
  });

  it('decode at run time', () => {
    const call: OpenAI.Responses.ResponseFunctionToolCall = {
      type: 'function_call',
      call_id: 'c',
      name: 'n',
      arguments: '{}',
    };
    expect(ResponseItem.parse(call)).toEqual(call);
  });
});

describe('response_item', () => {
  const decodes = (payload: unknown, metadata?: unknown) =>
    RolloutRecord.safeParse({ type: 'response_item', payload, metadata }).success;
  const message = (part: Record<string, unknown>) => ({ type: 'message', role: 'user', content: [part] });

  it.each([
    message({ type: 'input_text', text: 'x' }),
    message({ type: 'output_text', text: 'x', annotations: null, logprobs: [{}] }),
    message({ type: 'input_image', image_url: 'u', detail: null }),
    message({ type: 'input_audio', file_id: 'f' }),
    {
      type: 'agent_message',
      author: 'a',
      recipient: 'b',
      content: [{ type: 'encrypted_content', encrypted_content: 'x' }],
    },
    { type: 'reasoning', summary: [], content: [{ type: 'text', text: 'x' }] },
    { type: 'function_call_output', output: [{ type: 'input_text', text: 'x' }] },
    { type: 'tool_search_call', execution: 'client', arguments: null },
    { type: 'compaction_summary', encrypted_content: 'x' },
    { type: 'configuration_update', reasoning: { effort: 'high' } },
    { type: 'web_search_call' },
  ])('decodes %j and keeps it', (payload) => {
    expect(ResponseItem.parse({ ...payload, novelty: 1 })).toEqual({ ...payload, novelty: 1 });
  });

  it.each([
    {},
    message({ type: 'text', text: 'x' }),
    message({ type: 'input_image' }),
    message({ type: 'input_image', image_url: 'u', detail: 'blurred' }),
    { type: 'reasoning' },
    { type: 'function_call', name: 'n', arguments: {}, call_id: 'c' },
    { type: 'function_call_output', output: null },
    { type: 'local_shell_call', status: 'done', action: { type: 'exec', command: [] } },
    { type: 'tool_search_call', execution: 'client' },
  ])('does not decode %j', (payload) => {
    expect(decodes(payload)).toBe(false);
  });

  it('keeps an item of an unknown kind as it is', () => {
    const hologram = { type: 'hologram', beams: [1, 2] };
    expect(ResponseItem.parse(hologram)).toEqual({ type: 'other', json: hologram });
  });

  it.each([
    [undefined, true],
    [null, true],
    [{}, true],
    [{ mcp_attribution: 5, novelty: 1 }, true],
    [{ client_authored: null }, false],
    [{ retained_source: {} }, false],
    [5, false],
  ])('with metadata %j decodes: %s', (metadata, expected) => {
    expect(decodes(message({ type: 'input_text', text: 'x' }), metadata)).toBe(expected);
  });

  it('tells empty metadata from none', () => {
    const payload = message({ type: 'input_text', text: 'x' });
    expect(RolloutRecord.parse({ type: 'response_item', payload, metadata: {} })).toHaveProperty(
      'metadata',
      {},
    );
    expect(RolloutRecord.parse({ type: 'response_item', payload })).not.toHaveProperty('metadata');
  });
});
