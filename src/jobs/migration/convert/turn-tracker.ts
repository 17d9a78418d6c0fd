/**
 * Which turn is open while a legacy rollout is converted, and which turns there were. Turns that the log does not begin are begun and
 * ended here.
 */
import { madeEvent, type OutputLine } from './output-line.js';
import type { SourceRecord } from './source-record.js';

export interface ActiveTurn {
  readonly turnId: string;
  /** No record told its beginning, so that its end has to be made as well. */
  readonly isImplicit: boolean;
  hasUserMessage: boolean;
}

export interface TurnTrackerOptions {
  readonly emit: (line: OutputLine) => void;
  /** A turn began (its id) or ended (null). */
  readonly onChange: (turnId: string | null) => void;
}

export class TurnTracker {
  readonly #options: TurnTrackerOptions;
  #active: ActiveTurn | null = null;
  /** Turns that have a beginning. */
  readonly #begun = new Set<string>();
  /** Turns that have a beginning or an end. */
  readonly #known = new Set<string>();

  constructor(options: TurnTrackerOptions) {
    this.#options = options;
  }

  get active(): ActiveTurn | null {
    return this.#active;
  }

  open(turnId: string, isImplicit: boolean): ActiveTurn {
    this.#known.add(turnId);
    this.#begun.add(turnId);
    this.#active = { turnId, isImplicit, hasUserMessage: false };
    this.#options.onChange(turnId);
    return this.#active;
  }

  /** @param index of the record among those that were not rolled back: it names an implicit turn */
  ensure(source: SourceRecord, index: number): ActiveTurn {
    return this.#active ?? this.#openImplicit(source, `rollout-${index}`);
  }

  /** The turn that an item goes to. An unknown turn that an event names while none is open begins with it. */
  targetOf(source: SourceRecord, index: number, turnId: string | undefined): string {
    if (turnId === undefined) return this.ensure(source, index).turnId;
    if (this.#active === null && !this.#known.has(turnId)) this.#openImplicit(source, turnId);
    return turnId;
  }

  /** Ends the open turn if no record will. */
  closeImplicit({ timestamp, timeMs }: SourceRecord): void {
    const active = this.#active;
    this.#active = null;
    this.#options.onChange(null);
    if (active?.isImplicit !== true) return;
    const completed_at = timeMs === null ? undefined : Math.floor(timeMs / 1000);
    this.#options.emit(madeEvent(timestamp, { type: 'task_complete', turn_id: active.turnId, completed_at }));
  }

  /** A record ended that turn. */
  end(turnId: string): void {
    this.#known.add(turnId);
    if (this.#active?.turnId !== turnId) return;
    this.#active = null;
    this.#options.onChange(null);
  }

  /** Whether readers of the legacy rollout saw an item in the open turn: they do not see one that names a turn which nothing began. */
  isSeenIn(turnId: string | undefined): boolean {
    if (turnId === undefined) return true;
    return turnId === this.#active?.turnId && !this.#active.isImplicit;
  }

  /** Readers of the legacy rollout take a turn that never began for another one than theirs. */
  isForeign(turnId: string | null | undefined): boolean {
    return Boolean(turnId) && turnId !== this.#active?.turnId && !this.#begun.has(turnId ?? '');
  }

  #openImplicit({ timestamp, timeMs }: SourceRecord, turnId: string): ActiveTurn {
    const started_at = timeMs === null ? undefined : Math.floor(timeMs / 1000);
    const collaboration_mode_kind = 'default';
    this.#options.emit(
      madeEvent(timestamp, { type: 'task_started', turn_id: turnId, started_at, collaboration_mode_kind }),
    );
    return this.open(turnId, true);
  }
}
