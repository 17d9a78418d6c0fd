/**
 * Respells what older versions wrote and Codex 0.169 reads only while it migrates. Lines that decode as they are never come here.
 */
import { isJsonObject, type JsonObject } from '../../../events/json/json-object.js';
import { lineTimeMs } from '../../../projector/line-time.js';

/**
 * The line in today's spelling, or null when no older shape is known in it.
 *
 * Source: spec migration §5 (wire fixes). A sandbox policy is tagged by `mode`; a collaboration mode has its settings beside it; rate
 * limits tell their reset as text; a review has a prompt and no target.
 */
export function respellOlderLine(line: JsonObject): JsonObject | null {
  const { type, payload } = line;
  if (!isJsonObject(payload)) return null;
  const respelled =
    type === 'turn_context' ? turnContext(payload) : type === 'event_msg' ? event(payload) : null;
  return respelled === null ? null : { ...line, payload: respelled };
}

function turnContext(payload: JsonObject): JsonObject | null {
  const { sandbox_policy: sandbox, collaboration_mode: collaboration } = payload;
  const fixed: Record<string, unknown> = {};
  if (isJsonObject(sandbox) && !('type' in sandbox) && 'mode' in sandbox) {
    const { mode, ...rest } = sandbox;
    fixed.sandbox_policy = { type: mode, ...rest };
  }
  if (isJsonObject(collaboration) && !('settings' in collaboration)) {
    const { mode, model, reasoning_effort = null, developer_instructions = null, ...rest } = collaboration;
    const settings = { model: model ?? payload.model, reasoning_effort, developer_instructions };
    fixed.collaboration_mode = { mode, settings, ...rest };
  }
  return Object.keys(fixed).length === 0 ? null : { ...payload, ...fixed };
}

function event(payload: JsonObject): JsonObject | null {
  if (payload.type === 'token_count') return tokenCount(payload);
  if (payload.type !== 'entered_review_mode' || 'target' in payload) return null;
  const { type, prompt, ...rest } = payload;
  if (typeof prompt !== 'string') return null;
  return { type, target: { type: 'custom', instructions: prompt }, ...rest };
}

function tokenCount(payload: JsonObject): JsonObject | null {
  const { rate_limits: limits } = payload;
  if (!isJsonObject(limits)) return null;
  const fixed: Record<string, unknown> = {};
  for (const key of ['primary', 'secondary']) {
    const window = limits[key];
    if (!isJsonObject(window) || typeof window.resets_at !== 'string') continue;
    const ms = lineTimeMs(window.resets_at);
    if (ms !== null) fixed[key] = { ...window, resets_at: Math.floor(ms / 1000) };
  }
  return Object.keys(fixed).length === 0 ? null : { ...payload, rate_limits: { ...limits, ...fixed } };
}
