/**
 * Which instruction each record belongs to, and which instructions rollbacks take back: those of a user or of another agent, newest
 * first. What a record says is looked at by others.
 *
 * Source: spec migration §5 (rollback planning), and what 0.169 makes of crafted logs.
 */

/** No instruction: such a record is never taken back. */
export const NOBODY = -1;

interface InstructionMessage {
  /** In which it was accepted among all that was, where that is known. */
  order: number | null;
  readonly turnId: string | null;
  readonly messageId: string | null;
}

interface Instruction extends InstructionMessage {
  readonly id: number;
  /** What a compaction said its order was: that tells of facts of compactions, not of records. */
  retainedOrder: number | null;
}

/** A record of which is known when it was accepted, which may be before or after what stands around it. */
export interface Acceptance {
  readonly order: number;
  readonly turnId: string | null;
}

interface TurnOwner {
  /** The newest instruction of the turn; null before the first. */
  instruction: number | null;
  /** Records of the turn from before its first instruction, which will own them. */
  waiting: number[];
}

export class InstructionOwners {
  /** By record. */
  readonly #owners = new Map<number, number>();
  readonly #stack: Instruction[] = [];
  readonly #accepted: ({ record: number } & Acceptance)[] = [];
  /** Where instructions were taken back. */
  readonly #removed = new Map<number, number>();
  readonly #turns = new Map<string, TurnOwner>();
  /** Messages of context, which belong to the instruction that follows. */
  #context: number[] = [];
  #next = 0;
  #activeTurn: string | null = null;

  get top(): number {
    return this.#stack.at(-1)?.id ?? NOBODY;
  }

  get activeTurn(): string | null {
    return this.#activeTurn;
  }

  /** @param known what its response item says of it; else it is of the turn that is open */
  addInstruction(record: number, known: Partial<InstructionMessage> = {}): void {
    const isFirst = this.#stack.length === 0;
    const id = this.#next++;
    const { order = null, messageId = null, turnId = null } = known;
    this.#stack.push({ id, order, retainedOrder: null, turnId: turnId ?? this.#activeTurn, messageId });
    this.own(record, id);
    // What stands before the first instruction outlives it.
    if (!isFirst) for (const context of this.#context) this.own(context, id);
    this.#context = [];
    const turn = this.#activeTurn === null ? undefined : this.#turns.get(this.#activeTurn);
    if (turn === undefined) return;
    turn.instruction = id;
    for (const waiting of turn.waiting) this.own(waiting, id);
    turn.waiting = [];
  }

  /** The newest instruction was accepted in that order, as a record behind it says. */
  orderTop(order: number | null): void {
    const top = this.#stack.at(-1);
    if (top !== undefined) top.order ??= order;
  }

  /** A compaction tells the order of the instruction with that message. */
  retainOrder(messageId: string, order: number): void {
    for (const instruction of this.#stack) {
      if (instruction.messageId === messageId) instruction.retainedOrder = order;
    }
  }

  addContext(record: number): void {
    this.#context.push(record);
  }

  startTurn(record: number, turnId: string): void {
    this.#activeTurn = turnId;
    this.#turns.set(turnId, { instruction: null, waiting: [record] });
  }

  /** A record that names its turn; of a turn that nobody knows it belongs to the newest instruction. */
  addOfTurn(record: number, turnId: string | null): void {
    const turn = turnId === null ? undefined : this.#turns.get(turnId);
    if (turn === undefined) this.own(record, this.top);
    else if (turn.instruction === null) turn.waiting.push(record);
    else this.own(record, turn.instruction);
  }

  endTurn(record: number, turnId: string | null): void {
    this.addOfTurn(record, turnId);
    const turn = turnId === null ? undefined : this.#turns.get(turnId);
    if (turn !== undefined) this.#settle(turn);
    if (turnId === this.#activeTurn) this.#activeTurn = null;
  }

  own(record: number, owner: number): void {
    this.#owners.set(record, owner);
  }

  ownerOf(record: number): number {
    return this.#owners.get(record) ?? NOBODY;
  }

  /** The instruction of a turn, of the newest one where the turn is not known. */
  instructionOf(turnId: string): number {
    return this.#turns.get(turnId)?.instruction ?? this.top;
  }

  /**
   * A record that belongs to the newest instruction which was accepted before it, wherever that stands: of its turn, if the turn has
   * one. Where the orders of instructions are not known, it belongs to `otherwise`.
   */
  ownAccepted(record: number, acceptance: Acceptance, otherwise: number): void {
    this.own(record, otherwise);
    this.#accepted.push({ record, ...acceptance });
  }

  /** @returns the orders of the instructions that were taken back, where they are known */
  rollBack(record: number, count: number): number[] {
    for (const context of this.#context) this.own(context, this.top);
    this.#context = [];
    const active = this.#activeTurn === null ? undefined : this.#turns.get(this.#activeTurn);
    if (active !== undefined) this.#settleWaiting(active);
    const from = Math.max(this.#stack.length - count, 0);
    this.#settleAccepted(this.#stack.slice(from));
    const removed = this.#stack.splice(from);
    for (const { id } of removed) this.#removed.set(id, record);
    return removed.flatMap(({ order, retainedOrder }) => order ?? retainedOrder ?? []);
  }

  isTakenBack(record: number): boolean {
    return this.takenBackAt(record) !== null;
  }

  /** The rollback that took a record back. */
  takenBackAt(record: number): number | null {
    return this.#removed.get(this.ownerOf(record)) ?? null;
  }

  #settle(turn: TurnOwner): void {
    this.#settleWaiting(turn);
    turn.instruction ??= this.top;
  }

  #settleWaiting(turn: TurnOwner): void {
    for (const record of turn.waiting) this.own(record, this.top);
    turn.waiting = [];
  }

  /** Only now, since an instruction that was accepted before may stand behind. What cannot be of one that goes is not looked at. */
  #settleAccepted(going: readonly Instruction[]): void {
    const ids = new Set(going.map(({ id }) => id));
    const lowest = Math.min(...going.flatMap(({ order }) => order ?? []));
    for (const accepted of this.#accepted) {
      const owner = this.ownerOf(accepted.record);
      if (this.#removed.has(owner) || (!ids.has(owner) && accepted.order < lowest)) continue;
      this.own(accepted.record, this.#ownerByOrder(accepted) ?? owner);
    }
  }

  /** @returns null where the orders of instructions are not known */
  #ownerByOrder({ order, turnId }: Acceptance): number | null {
    const ofTurn = this.#stack.filter((instruction) => turnId !== null && instruction.turnId === turnId);
    const candidates = ofTurn.length > 0 ? ofTurn : this.#stack;
    if (candidates.every((instruction) => instruction.order === null)) return null;
    const isBefore = (instruction: Instruction): boolean =>
      instruction.order !== null && instruction.order <= order;
    return (ofTurn.findLast(isBefore) ?? this.#stack.findLast(isBefore))?.id ?? NOBODY;
  }
}
