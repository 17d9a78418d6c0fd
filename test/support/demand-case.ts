/**
 * What a demand case is: damage as users reported it, laid out in a Codex home, with what can still be read there. What is done
 * with a case is in `demand-history.ts` (ours) and `demand-peer.ts` (Codex's own).
 */
import {
  createTestClock,
  type RolloutBuilder,
  type RolloutOptions,
  rollout,
} from '../../src/testing/index.js';
import type { DemandHistory } from './demand-history.js';

export interface DemandCase {
  /** Number of the report, by which records and the table of `docs/demand.md` are keyed: `A1`. */
  readonly demand: string;
  /** What its reporters had, in one line. */
  readonly what: string;
  /** Lays the home out as they found it. */
  lay(home: string): Promise<LaidDemand> | LaidDemand;
}

export interface LaidDemand {
  readonly threads: readonly DemandThread[];
  /** What must name the damage, of those that can meet it. */
  readonly named: readonly Naming[];
  /** What happened after the history had been read once. */
  readonly afterwards?: LaterDamage;
  /** That our repair of Codex's history database is to mend what Codex shows. */
  readonly repairs?: true;
  /** That the threads are then migrated, by Codex's command or ours, before they are looked at. */
  readonly migrates?: true;
  /** What else Codex is asked by JSON-RPC, before any thread is resumed. */
  readonly asks?: readonly DemandQuestion[];
  /** What a verification says of the rollouts in the end; every one is `proved` unless told. */
  readonly proof?: { readonly status: string; readonly cause: string | null };
  /** What else ours has to do here, once everything was read. */
  also?(ours: DemandHistory): Promise<void>;
}

export interface DemandQuestion {
  /** What is asked, for the record. */
  readonly as: string;
  readonly method: string;
  readonly params: Record<string, unknown>;
}

export interface DemandThread {
  readonly threadId: string;
  /** Text of every item that can still be read in the files, in order (see `demand-text.ts`). */
  readonly readable: readonly string[];
}

export type Naming =
  /** A diagnostic row, with the bytes of the plain text that it is about. */
  | {
      readonly by: 'diagnostic';
      readonly kind: string;
      readonly action: string;
      readonly span?: readonly [start: number, end: number];
    }
  /** A difference that `verify` finds in our rows, by its table and kind. */
  | { readonly by: 'verify'; readonly kind: string }
  /** A finding of the doctor about Codex's databases or the files. */
  | { readonly by: 'doctor'; readonly kind: string }
  /** The status of a thread in a migration. */
  | { readonly by: 'migrate'; readonly kind: string }
  /** A file that was refused, or a problem of a rollout in the inventory. */
  | { readonly by: 'problem'; readonly kind: string };

/** Damage over time: files and rows change behind the back of whoever has read them. */
export interface LaterDamage {
  /** What became of the files of the home. */
  files?(): void;
  /** Run on the history database, Codex's and ours: the tables and columns named here are the same in both. */
  readonly historyRows?: readonly string[];
  /** Run on Codex's history database alone, where ours keeps more or keeps it otherwise. */
  readonly peerRows?: readonly string[];
  /** Run on Codex's thread index alone, `state_5.sqlite`. */
  readonly indexRows?: readonly string[];
  /** What became of the bytes of a history database, Codex's or ours, while it was closed. */
  database?(path: string): void;
}

/** A rollout of the recent past, as Codex leaves recent ones alone. */
export function demandRollout(options: RolloutOptions = {}): RolloutBuilder {
  return rollout({ cwd: '/work', clock: createTestClock(Date.now() - 600_000), ...options }).sessionMeta();
}
