/**
 * What all parts of a rollout under construction share: identity, clock, ids, the log, and the running numbers that
 * Codex writes beside response items and token counts.
 */
import { createTestClock, type TestClock } from './clock.js';
import { createTestIds, type TestIds } from './ids.js';
import type { JsonObject } from './json-object.js';
import { type HarnessMetadata, harnessMetadata } from './payloads/response-items.js';
import type { GitState, HistoryBase, HistoryMode, SubAgentOrigin } from './payloads/session-meta.js';
import { NO_USAGE, type TokenUsage } from './payloads/token-usage.js';
import { createRolloutLog, type RolloutLog } from './rollout-log.js';

export interface RolloutOptions {
  /** Default: a UUIDv7 of the seed. */
  threadId?: string;
  /** Names the file; differs from the thread id after a revert. Default: the thread id. */
  rolloutId?: string;
  /** Root of the agent tree. Default: the thread id. */
  sessionId?: string;
  /** Default: paginated. */
  historyMode?: HistoryMode;
  clock?: TestClock;
  /** Default 1; builders that share a home need different seeds. */
  seed?: number;
  cwd?: string;
  model?: string;
  modelProvider?: string;
  originator?: string;
  cliVersion?: string;
  source?: string;
  instructions?: string;
  /** Text of the project's AGENTS.md, told in the first world state. */
  agentsMd?: string;
  git?: GitState;
  windowId?: string;
  forkedFromId?: string;
  /** The fork's cut in the numbering of its source; survives a revert. */
  forkedFromOrdinal?: number;
  historyBase?: HistoryBase;
  subAgent?: SubAgentOrigin;
  /**
   * `full` (default): all the lines a session writes. `visible`: only session_meta and the lines that become turns and
   * items, for tests that count lines.
   */
  detail?: 'full' | 'visible';
  /**
   * Whether commands show in a legacy rollout. Codex 0.169 writes no event for them, so that `false` (default) leaves
   * only their response items; `true` adds the `exec_command_end` of older writers (spec: rollout-format §14).
   */
  legacyCommands?: boolean;
}

export interface RolloutDraft {
  readonly threadId: string;
  readonly rolloutId: string;
  readonly sessionId: string;
  readonly historyMode: HistoryMode;
  readonly cwd: string;
  readonly model: string;
  readonly modelProvider: string;
  readonly full: boolean;
  readonly legacyCommands: boolean;
  readonly options: RolloutOptions;
  readonly startedAtMs: number;
  readonly clock: TestClock;
  readonly ids: TestIds;
  readonly log: RolloutLog;
  /** Response items written so far. */
  sequence: number;
  sampledThrough: number;
  inputOrder: number;
  /** Tokens the next request would send. */
  contextTokens: number;
  usage: TokenUsage;
  lastUsage: TokenUsage;
  worldStateTold: boolean;
  readonly firstWindowId: string;
  windowId: string;
  windowNumber: number;
}

const PROJECT = '/home/mira/tidemark';

export function createRolloutDraft(options: RolloutOptions): RolloutDraft {
  const clock = options.clock ?? createTestClock();
  const ids = createTestIds(options.seed);
  const startedAtMs = clock.now();
  const threadId = options.threadId ?? ids.uuid(startedAtMs);
  const historyMode = options.historyMode ?? 'paginated';
  const log = createRolloutLog({
    clock,
    numbered: historyMode === 'paginated',
    firstOrdinal: options.historyBase?.end_ordinal_exclusive ?? 0,
  });
  const windowId = options.windowId ?? ids.uuid(startedAtMs);
  return {
    threadId,
    rolloutId: options.rolloutId ?? threadId,
    sessionId: options.sessionId ?? threadId,
    historyMode,
    cwd: options.cwd ?? PROJECT,
    model: options.model ?? 'gpt-5.5',
    modelProvider: options.modelProvider ?? 'openai',
    full: options.detail !== 'visible',
    legacyCommands: options.legacyCommands ?? false,
    options,
    startedAtMs,
    clock,
    ids,
    log,
    sequence: 0,
    sampledThrough: 0,
    inputOrder: 0,
    contextTokens: 3_900,
    usage: NO_USAGE,
    lastUsage: NO_USAGE,
    worldStateTold: options.historyBase !== undefined,
    firstWindowId: windowId,
    windowId,
    windowNumber: 0,
  };
}

/** Writes a response item with its metadata; nothing in a rollout of visible lines only. */
export function writeResponseItem(
  draft: RolloutDraft,
  payload: JsonObject,
  { ordered, ...metadata }: Omit<Partial<HarnessMetadata>, 'inputOrder'> & { ordered?: boolean } = {},
): void {
  if (!draft.full) return;
  draft.sequence += 1;
  draft.contextTokens += 12 + Math.ceil(JSON.stringify(payload).length / 5);
  draft.log.record('response_item', payload, {
    metadata: harnessMetadata({
      ...metadata,
      sequence: draft.sequence,
      sampledThrough: draft.sampledThrough,
      inputOrder: ordered ? draft.inputOrder++ : undefined,
    }),
  });
}
