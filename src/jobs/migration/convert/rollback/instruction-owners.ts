/**
 * Which instruction each record belongs to, and which instructions rollbacks take back: those of a user or of another agent, newest
 * first. What a record says is looked at by others.
 *
 * Source: spec migration §5 (rollback planning), and what 0.169 makes of crafted logs.
 */

/** No instruction: such a record is never taken back. */
export const NOBODY = -1;

interface TurnOwner {
  /** The newest instruction of the turn; null before the first. */
  instruction: number | null;
  /** Records of the turn from before its first instruction, which will own them. */
  waiting: number[];
}

export class InstructionOwners {
  /** By record. */
  readonly #owners = new Map<number, number>();
  readonly #stack: { id: number; order: number | null }[] = [];
  readonly #removed = new Set<number>();
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

  /** @param order in which it was accepted, where that is known */
  addInstruction(record: number, order: number | null): void {
    const isFirst = this.#stack.length === 0;
    const id = this.#next++;
    this.#stack.push({ id, order });
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

  /** The newest instruction that was accepted before that; null where the order of none is known. */
  acceptedBefore(order: number): number | null {
    const known = this.#stack.filter((instruction) => instruction.order !== null);
    if (known.length === 0) return null;
    return known.findLast((instruction) => (instruction.order ?? 0) <= order)?.id ?? NOBODY;
  }

  /** @returns the orders of the instructions that were taken back, where they are known */
  rollBack(count: number): number[] {
    for (const context of this.#context) this.own(context, this.top);
    this.#context = [];
    const active = this.#activeTurn === null ? undefined : this.#turns.get(this.#activeTurn);
    if (active !== undefined) this.#settleWaiting(active);
    const removed = this.#stack.splice(Math.max(this.#stack.length - count, 0));
    for (const { id } of removed) this.#removed.add(id);
    return removed.flatMap(({ order }) => order ?? []);
  }

  isTakenBack(record: number): boolean {
    return this.#removed.has(this.ownerOf(record));
  }

  #settle(turn: TurnOwner): void {
    this.#settleWaiting(turn);
    turn.instruction ??= this.top;
  }

  #settleWaiting(turn: TurnOwner): void {
    for (const record of turn.waiting) this.own(record, this.top);
    turn.waiting = [];
  }
}
