/** The rollout of a fork: what its first records say, and its file. What it begins with is settled before. */
import type { ThreadSettings } from '../events/event-msg/thread-settings-applied.js';
import type { HistoryBase } from '../events/record/history-base.js';
import type { RolloutRecord } from '../events/record/rollout-record.js';
import type { SessionMeta } from '../events/record/session-meta.js';
import type { ThreadLineage } from '../projector/thread-lineage.js';
import { newRolloutPath } from '../rollout/writing/new-rollout-path.js';
import { writeNewRollout } from '../rollout/writing/write-new-rollout.js';
import type { RolloutRow } from '../store/rollouts.js';
import { forkMeta } from './lineage-meta.js';
import {
  findThreadSettings,
  type SettingsOverrides,
  settingsRecord,
  withOverrides,
} from './thread-settings.js';
import type { ThreadStoreContext } from './thread-store-options.js';

/** The thread that is forked, as it is now. */
export interface ForkSource {
  lineage: ThreadLineage;
  /** Of the rollout it goes on in. */
  row: RolloutRow;
  meta: SessionMeta;
}

/** A thread that was made. */
export interface ForkedThread {
  threadId: string;
  forkedFromId: string;
  /** Null when the source's log says none, as of a thread that never had a turn. */
  settings: ThreadSettings | null;
}

/** A fork that is not written yet. */
export interface DescribedFork extends ForkedThread {
  home: string;
  meta: SessionMeta;
  settingsRecords: RolloutRecord[];
}

/** Gives a fork its id, its first record and its settings. */
export function describeFork(
  context: ThreadStoreContext,
  options: SettingsOverrides & { threadSource?: string | undefined },
  { lineage, row, meta: source }: ForkSource,
  base: HistoryBase | null,
): DescribedFork {
  const threadId = context.newId();
  const standing = findThreadSettings(context.projector, lineage, source);
  const settings = standing.settings && withOverrides(standing.settings, options);
  const cwd = options.cwd ?? source.cwd;
  const meta = forkMeta({
    source,
    threadId,
    base,
    cwd,
    runtimeWorkspaceRoots:
      options.runtimeWorkspaceRoots ??
      (options.cwd === undefined ? (source.runtime_workspace_roots ?? null) : [cwd]),
    modelProvider: options.modelProvider ?? source.model_provider ?? null,
    threadSource: options.threadSource ?? null,
    multiAgentVersion: standing.multiAgentVersion,
    cliVersion: context.cliVersion,
    windowId: context.newId(),
    now: context.now(),
  });
  return {
    threadId,
    forkedFromId: source.id,
    settings,
    home: row.home,
    meta,
    settingsRecords: settings ? [settingsRecord(threadId, settings)] : [],
  };
}

/** Writes the fork's rollout: on the disk with all of its lines when this returns. */
export function writeFork(
  { fs, now }: ThreadStoreContext,
  { threadId, forkedFromId, settings, home, meta }: DescribedFork,
  records: Iterable<RolloutRecord>,
): ForkedThread {
  const path = newRolloutPath({ home, threadId, rolloutId: threadId, now: now() });
  writeNewRollout({ path, meta, records, fs, now });
  return { threadId, forkedFromId, settings };
}
