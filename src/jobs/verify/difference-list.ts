/** The differences of one rollout: all are counted, the first are kept. */
import type { BrokenReference } from '../../store/check-references.js';
import { type Difference, MOST_KEPT } from './verify-report.js';

const CHECKPOINT = 'thread_history_projection_state';

export class DifferenceList {
  readonly first: Difference[] = [];
  count = 0;

  add(difference: Difference): void {
    this.count++;
    if (this.first.length < MOST_KEPT) this.first.push(difference);
  }

  addCheckpoint(rolloutId: string, columns: Difference['columns']): void {
    if (columns.length === 0) return;
    const key = { thread_id: rolloutId };
    this.add({ table: CHECKPOINT, kind: 'changed', key, ordinal: null, byteOffset: null, columns });
  }

  addMissingCheckpoint(rolloutId: string): void {
    const key = { thread_id: rolloutId };
    this.add({ table: CHECKPOINT, kind: 'missing', key, ordinal: null, byteOffset: null, columns: [] });
  }

  /** A checkpoint of a rollout that the inventory does not know. */
  addOrphan(rolloutId: string): void {
    const key = { thread_id: rolloutId };
    const rule = 'a checkpoint is of a known rollout';
    this.add({
      table: CHECKPOINT,
      kind: 'reference',
      key,
      ordinal: null,
      byteOffset: null,
      columns: [],
      rule,
    });
  }

  addBroken({ table, turn_id, item_id, rollout_ordinal: ordinal, rule }: BrokenReference): void {
    const key = item_id === null ? { turn_id } : { turn_id, item_id };
    this.add({ table, kind: 'reference', key, ordinal, byteOffset: null, columns: [], rule });
  }

  /** Fills in where records begin, for those that are kept. */
  locate(find: (ordinals: ReadonlySet<number>) => ReadonlyMap<number, number>): void {
    const wanted = this.first.filter(({ byteOffset, ordinal }) => byteOffset === null && ordinal !== null);
    if (wanted.length === 0) return;
    const offsets = find(new Set(wanted.flatMap(({ ordinal }) => ordinal ?? [])));
    for (const difference of wanted) difference.byteOffset = offsets.get(difference.ordinal ?? -1) ?? null;
  }
}
