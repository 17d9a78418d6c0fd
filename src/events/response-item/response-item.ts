/**
 * The payload of a `response_item` record: what went to the model and came from it. Turns are not made of these, but for hook prompts.
 */
import { z } from 'zod';
import { writtenAsRead } from '../canonical/written-form.js';
import { isJsonObject } from '../json/json-object.js';
import {
  CompactionResponseItem,
  CompactionTriggerResponseItem,
  ConfigurationUpdateResponseItem,
  ContextCompactionResponseItem,
} from './compaction.js';
import {
  ImageGenerationCallResponseItem,
  ToolSearchCallResponseItem,
  ToolSearchOutputResponseItem,
  WebSearchCallResponseItem,
} from './hosted-call.js';
import { AdditionalToolsResponseItem, AgentMessageResponseItem, MessageResponseItem } from './message.js';
import { ReasoningResponseItem } from './reasoning.js';
import {
  CustomToolCallOutputResponseItem,
  CustomToolCallResponseItem,
  FunctionCallOutputResponseItem,
  FunctionCallResponseItem,
  LocalShellCallResponseItem,
} from './tool-call.js';

/** The kinds that Codex 0.169 knows (spec: rollout-format §6). */
export const KnownResponseItem = z.discriminatedUnion('type', [
  MessageResponseItem,
  AgentMessageResponseItem,
  AdditionalToolsResponseItem,
  ReasoningResponseItem,
  LocalShellCallResponseItem,
  FunctionCallResponseItem,
  FunctionCallOutputResponseItem,
  CustomToolCallResponseItem,
  CustomToolCallOutputResponseItem,
  ToolSearchCallResponseItem,
  ToolSearchOutputResponseItem,
  WebSearchCallResponseItem,
  ImageGenerationCallResponseItem,
  CompactionResponseItem,
  ContextCompactionResponseItem,
  ConfigurationUpdateResponseItem,
  CompactionTriggerResponseItem,
]);
export type KnownResponseItem = z.infer<typeof KnownResponseItem>;

const KNOWN_TYPES: ReadonlySet<string> = new Set(
  KnownResponseItem.options.flatMap((option) => [...option.shape.type.values]),
);

/** The payload that an item of an unknown kind was read from. */
function readFrom(value: unknown): unknown {
  return isJsonObject(value) && value.type === 'other' && isJsonObject(value.json) ? value.json : undefined;
}

/** An item of a kind that is not known: `json` is the payload as it was written. Codex reads it as a placeholder and never writes it. */
export const OtherResponseItem = writtenAsRead(
  z
    .looseObject({ type: z.string().refine((type) => !KNOWN_TYPES.has(type)) })
    .transform((json) => ({ type: 'other' as const, json })),
  readFrom,
);
export type OtherResponseItem = z.infer<typeof OtherResponseItem>;

export const ResponseItem = z.union([KnownResponseItem, OtherResponseItem]);
export type ResponseItem = z.infer<typeof ResponseItem>;
