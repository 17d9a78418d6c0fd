/**
 * Builds a rollout line by line, as Codex 0.169 writes it, with deterministic ids and times. Lines may also be broken
 * on purpose: raw bytes, blank lines, ordinals out of order. Does not write files.
 */
import type { JsonObject } from './json-object.js';
import { type HistoryBase, sessionMeta } from './payloads/session-meta.js';
import { threadSettingsApplied } from './payloads/turn-context.js';
import { createRolloutDraft, type RolloutDraft, type RolloutOptions } from './rollout-draft.js';
import { type RolloutFileContent, rolloutFileName, textLines } from './rollout-file.js';
import type { RecordOptions } from './rollout-log.js';
import { buildTurn, type TurnBuilder, type TurnOptions } from './turn-builder.js';

export interface RolloutBuilder extends RolloutFileContent {
  readonly threadId: string;
  readonly rolloutId: string;
  /** The first record; `overrides` are laid over its payload. */
  sessionMeta(overrides?: JsonObject): RolloutBuilder;
  turn(write: (turn: TurnBuilder) => unknown, options?: TurnOptions): RolloutBuilder;
  event(payload: JsonObject, options?: RecordOptions): RolloutBuilder;
  record(type: string, payload: JsonObject, options?: RecordOptions): RolloutBuilder;
  /** Bytes as they are; the newline is the caller's. */
  raw(bytes: Uint8Array | string): RolloutBuilder;
  blank(): RolloutBuilder;
  /** Numbering goes on from here: higher leaves a gap, lower repeats. */
  nextOrdinal(ordinal: number): RolloutBuilder;
  /** Time passes. */
  wait(milliseconds: number): RolloutBuilder;
  /** The cut at this point, for a fork or a revert. */
  historyBase(): HistoryBase;
  /** A new thread that starts with the history up to `at` (default: all of it). Takes this rollout's settings. */
  fork(options: RolloutOptions & { seed: number; at?: HistoryBase }): RolloutBuilder;
  /** A new file of the same thread that goes on from `at`. */
  revert(options: { seed: number; at: HistoryBase }): RolloutBuilder;
  /** Lines without their newlines; an unterminated tail is the last of them. */
  lines(): string[];
  text(): string;
}

/**
 * Starts a rollout. It is empty until `sessionMeta()`; all defaults are fixed, so that equal calls give equal bytes.
 */
export function rollout(options: RolloutOptions = {}): RolloutBuilder {
  return builderOf(createRolloutDraft(options));
}

function builderOf(draft: RolloutDraft): RolloutBuilder {
  const { log, clock, options, threadId, rolloutId } = draft;
  const text = () => Buffer.from(log.bytes()).toString('utf8');

  const builder: RolloutBuilder = {
    threadId,
    rolloutId,
    sessionMeta(overrides) {
      log.record('session_meta', { ...metaOf(draft), ...overrides });
      return builder;
    },
    turn(write, how) {
      write(buildTurn(draft, how));
      return builder;
    },
    event(payload, how) {
      log.record('event_msg', payload, how);
      return builder;
    },
    record(type, payload, how) {
      log.record(type, payload, how);
      return builder;
    },
    raw(bytes) {
      log.raw(bytes);
      return builder;
    },
    blank() {
      log.raw('\n');
      return builder;
    },
    nextOrdinal(ordinal) {
      log.nextOrdinal(ordinal);
      return builder;
    },
    wait(milliseconds) {
      clock.advance(milliseconds);
      return builder;
    },
    historyBase() {
      const { ordinal, bytes } = log.position();
      return { thread_id: rolloutId, end_ordinal_exclusive: ordinal, end_byte_offset: bytes };
    },
    fork({ at = builder.historyBase(), ...own }) {
      const child = createRolloutDraft({
        ...inheritable(options),
        clock,
        forkedFromId: threadId,
        ...own,
        // A fork before the first turn names its source but has no cut (spec: corrections 21).
        ...(at.end_ordinal_exclusive === 0
          ? {}
          : { historyBase: at, forkedFromOrdinal: at.end_ordinal_exclusive }),
      });
      return beginSegment(child);
    },
    revert({ at, seed }) {
      const { windowId } = draft;
      const next = createRolloutDraft({ ...options, seed, clock, threadId, windowId, historyBase: at });
      return beginSegment({ ...next, rolloutId: next.ids.uuid(clock.now()) });
    },
    lines: () => textLines(text()),
    text,
    bytes: () => log.bytes(),
    fileName: () => rolloutFileName({ threadId, rolloutId, startedAtMs: draft.startedAtMs }),
    startedAt: () => new Date(draft.startedAtMs),
    updatedAt: () => new Date(log.lastRecordAt()),
  };
  return builder;
}

/** A child segment opens with its session_meta and settings (spec: corrections 21). */
function beginSegment(draft: RolloutDraft): RolloutBuilder {
  const builder = builderOf(draft).sessionMeta();
  return draft.full ? builder.event(threadSettingsApplied(draft, draft.threadId)) : builder;
}

function inheritable(options: RolloutOptions): RolloutOptions {
  const { threadId, rolloutId, sessionId, windowId, subAgent, git, ...settings } = options;
  return settings;
}

function metaOf(draft: RolloutDraft): JsonObject {
  const { options, threadId, sessionId, historyMode, cwd, modelProvider, startedAtMs, windowId } = draft;
  return sessionMeta({
    threadId,
    sessionId,
    historyMode,
    startedAtMs,
    cwd,
    modelProvider,
    windowId,
    originator: options.originator ?? 'codex_cli_rs',
    cliVersion: options.cliVersion ?? '0.169.0',
    source: options.source ?? 'cli',
    instructions: options.instructions ?? 'You help Mira with her projects. Say what you do and why.',
    forkedFromId: options.forkedFromId,
    forkedFromOrdinal: options.forkedFromOrdinal,
    historyBase: options.historyBase,
    subAgent: options.subAgent,
    git: options.git,
  });
}
