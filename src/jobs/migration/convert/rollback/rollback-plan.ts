/**
 * What rollbacks leave of a rollout, decided before its first line is converted. Two things are kept apart: what readers see, and what
 * the model goes on with.
 */
import type { RolloutRecord } from '../../../../events/record/rollout-record.js';
import { toHistoryItem } from '../../../../model-context/history-item.js';
import { ReverseReplay } from '../../../../model-context/reverse-replay.js';
import { LegacyReading } from '../legacy-reading.js';
import type { SourceRecord } from '../source-record.js';
import { OwnerAssignment } from './assign-owner.js';
import { historyStub, stubId } from './history-stub.js';
import { InstructionOwners } from './instruction-owners.js';
import { RemovedFacts } from './removed-facts.js';
import { replayStub } from './replay-stub.js';
import { StandingHistory } from './standing-history.js';
import { type CompactedRecord, type Trim, trimCompaction, trimMessage } from './trim-record.js';

type HistoryStub = NonNullable<ReturnType<typeof historyStub>>;

/** What becomes of a record: all of it stays, nothing does, or another takes its place. */
export type Planned = 'keep' | 'drop' | RolloutRecord;

export interface RollbackPlan {
  /** The same records in the same order as when the plan was made. */
  decide(source: SourceRecord): Planned;
}

/** What the model's history is made of, in the order of the records. */
type HistoryStep =
  | { kind: 'item'; index: number; stub: HistoryStub }
  | { kind: 'compaction'; index: number; replacement: HistoryStub[] | null }
  | { kind: 'rollback'; turns: number };

/**
 * Walks all records once and plans.
 *
 * Readers go on to see what the legacy reducer shows them, and what belongs to an instruction that stands. The model goes on with what
 * it would have had if the legacy rollout had been taken up again: Codex's own migration loses part of that where a compaction was
 * rolled back.
 *
 * @throws ConversionError where a rollback takes back what a compaction of an older version summed up
 */
export function planRollbacks(records: Iterable<SourceRecord>): RollbackPlan {
  const owners = new InstructionOwners();
  const assignment = new OwnerAssignment(owners);
  const readable = new LegacyReading(() => null);
  const replayed: { index: number; stub: RolloutRecord }[] = [];
  const steps: HistoryStep[] = [];
  const facts = new RemovedFacts(owners);
  for (const { index, record } of records) {
    facts.take(record, index, assignment.take(record, index));
    readable.take(record, index);
    const stub = replayStub(record);
    if (stub !== null) replayed.push({ index, stub });
    const step = historyStep(record, index);
    if (step !== null) steps.push(step);
  }
  const { base, isRolledBack } = replay(replayed);
  const { left, trimmedBase } = settleHistory(steps, base);
  const seen = readable.records();

  return { decide };

  function decide({ index, record }: SourceRecord): Planned {
    switch (record.type) {
      case 'event_msg':
        if (record.payload.type === 'thread_rolled_back') return 'drop';
        return seen.has(index) || !owners.isTakenBack(index) ? 'keep' : 'drop';
      case 'turn_context':
      case 'world_state':
        return isRolledBack.has(index) ? 'drop' : 'keep';
      case 'compacted':
        return decideCompaction(index, record);
      case 'response_item':
      case 'inter_agent_communication':
        return decideItem(index, record);
      default:
        return owners.isTakenBack(index) ? 'drop' : 'keep';
    }
  }

  function decideItem(index: number, record: RolloutRecord): Planned {
    if (index < base || toHistoryItem(record) === null) return owners.isTakenBack(index) ? 'drop' : 'keep';
    const parts = left.get(`${index}`);
    if (parts === undefined) return 'drop';
    return parts === null ? 'keep' : trimMessage(record, parts);
  }

  function decideCompaction(index: number, record: CompactedRecord): Planned {
    const hasHistory = record.payload.replacement_history != null;
    if (index > base) return hasHistory ? 'drop' : 'keep';
    if (index < base && owners.isTakenBack(index)) return 'drop';
    const isBase = index === base && trimmedBase !== null;
    const left = facts.trim(isBase ? trimCompaction(record, trimmedBase) : record, index);
    return left === record ? 'keep' : left;
  }
}

function historyStep(record: RolloutRecord, index: number): HistoryStep | null {
  if (record.type === 'event_msg') {
    const { payload } = record;
    return payload.type === 'thread_rolled_back' ? { kind: 'rollback', turns: payload.num_turns } : null;
  }
  if (record.type === 'compacted') {
    const items = record.payload.replacement_history;
    const replacement = items?.flatMap((item, at) => historyStub(item, `${index}/${at}`) ?? []) ?? null;
    return { kind: 'compaction', index, replacement };
  }
  const item = toHistoryItem(record);
  const stub = item === null ? null : historyStub(item.item, `${index}`);
  return stub === null ? null : { kind: 'item', index, stub };
}

/** Walks back as a session does that takes the legacy rollout up: what it begins with, and which records are of turns taken back. */
function replay(replayed: readonly { index: number; stub: RolloutRecord }[]) {
  const isRolledBack = new Set<number>();
  let ofTurn: number[] = [];
  const walk = new ReverseReplay((isTurnRolledBack) => {
    if (isTurnRolledBack) for (const index of ofTurn) isRolledBack.add(index);
    ofTurn = [];
  });
  for (const { index, stub } of replayed.toReversed()) {
    if (walk.isAtCheckpoint) break;
    ofTurn.push(index);
    walk.offer(stub, index);
  }
  walk.finish();
  return { base: walk.base?.index ?? -1, isRolledBack };
}

interface SettledHistory {
  left: ReturnType<StandingHistory['left']>;
  /** Null when all of the base stands. */
  trimmedBase: Trim | null;
}

function settleHistory(steps: readonly HistoryStep[], base: number): SettledHistory {
  const from = steps.findIndex((step) => step.kind === 'compaction' && step.index === base);
  const first = steps[from];
  const replacement = first?.kind === 'compaction' ? (first.replacement ?? []) : [];
  const history = new StandingHistory(replacement);
  for (const step of steps.slice(from + 1)) {
    if (step.kind === 'item') history.add(step.stub);
    else if (step.kind === 'rollback') history.rollBack(step.turns);
    else if (step.replacement === null) history.sumUp();
  }
  const left = history.left();
  const isWhole = replacement.every((stub) => left.get(stubId(stub)) === null);
  const prefix = `${base}/`;
  return { left, trimmedBase: isWhole ? null : { partsOf: (at) => left.get(`${prefix}${at}`) } };
}
