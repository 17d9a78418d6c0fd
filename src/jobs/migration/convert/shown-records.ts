/** Which records readers of a legacy rollout saw something of, themselves or by way of recovery. */
import { isPersisted } from '../../../events/record/persistence-policy.js';
import type { RolloutRecord } from '../../../events/record/rollout-record.js';

/** Calls that run side by side are few; those that nothing ends are forgotten some time. */
const MOST_CALLS = 4_096;

export class ShownRecords {
  /** Calls are told to the model before they end. The newest ones, oldest first. */
  readonly #calls = new Set<string>();

  /** To be asked of every record, in order. */
  has(record: RolloutRecord): boolean {
    const { type, payload } = record;
    if (type === 'response_item') {
      if (payload.type === 'function_call' || payload.type === 'custom_tool_call')
        this.#remember(payload.call_id);
      else if (payload.type === 'local_shell_call' && payload.call_id != null)
        this.#remember(payload.call_id);
    }
    if (isPersisted(record, 'legacy')) return true;
    // Nobody saw such an end itself, but the recovered command showed all that it tells.
    return type === 'event_msg' && payload.type === 'exec_command_end' && this.#calls.has(payload.call_id);
  }

  #remember(callId: string): void {
    this.#calls.add(callId);
    if (this.#calls.size <= MOST_CALLS) return;
    const [oldest] = this.#calls;
    if (oldest !== undefined) this.#calls.delete(oldest);
  }
}
