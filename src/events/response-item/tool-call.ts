/**
 * Calls of tools that the harness runs, and what they gave back.
 */
import { z } from 'zod';
import { writtenAsNull } from '../canonical/written-form.js';
import { Uint } from '../value/integer.js';
import { OutputContent } from '../value/output-content.js';
import { Id, PassedThrough, Sealed } from './passthrough.js';

const Status = { status: z.string().nullish() };

/** `arguments` is a string that holds JSON, or what the model took for JSON (spec: rollout-format §6). */
export const FunctionCallResponseItem = z.looseObject({
  type: z.literal('function_call'),
  ...Sealed,
  ...Status,
  ...Id,
  name: z.string(),
  namespace: z.string().nullish(),
  arguments: z.string(),
  encrypted_function_args: z.array(z.string()).nullish(),
  call_id: z.string(),
  ...PassedThrough,
});
export type FunctionCallResponseItem = z.infer<typeof FunctionCallResponseItem>;

export const FunctionCallOutputResponseItem = z.looseObject({
  type: z.literal('function_call_output'),
  ...Id,
  call_id: z.string().nullish(),
  name: z.string().nullish(),
  namespace: z.string().nullish(),
  output: OutputContent,
  ...PassedThrough,
});
export type FunctionCallOutputResponseItem = z.infer<typeof FunctionCallOutputResponseItem>;

/** A tool whose input is free text, such as a patch. */
export const CustomToolCallResponseItem = z.looseObject({
  type: z.literal('custom_tool_call'),
  ...Sealed,
  ...Id,
  ...Status,
  call_id: z.string(),
  name: z.string(),
  namespace: z.string().nullish(),
  input: z.string(),
  ...PassedThrough,
});
export type CustomToolCallResponseItem = z.infer<typeof CustomToolCallResponseItem>;

export const CustomToolCallOutputResponseItem = z.looseObject({
  type: z.literal('custom_tool_call_output'),
  ...Id,
  call_id: z.string(),
  name: z.string().nullish(),
  output: OutputContent,
  ...PassedThrough,
});
export type CustomToolCallOutputResponseItem = z.infer<typeof CustomToolCallOutputResponseItem>;

/** The shell tool of older models. */
export const LocalShellCallResponseItem = z.looseObject({
  type: z.literal('local_shell_call'),
  ...Sealed,
  ...Id,
  call_id: writtenAsNull(z.string()),
  status: z.enum(['completed', 'in_progress', 'incomplete']),
  action: z.looseObject({
    type: z.literal('exec'),
    command: z.array(z.string()),
    timeout_ms: writtenAsNull(Uint),
    working_directory: writtenAsNull(z.string()),
    env: writtenAsNull(z.record(z.string(), z.string())),
    user: writtenAsNull(z.string()),
  }),
  ...PassedThrough,
});
export type LocalShellCallResponseItem = z.infer<typeof LocalShellCallResponseItem>;
