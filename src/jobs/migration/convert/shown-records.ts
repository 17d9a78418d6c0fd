/** Which records readers of a legacy rollout saw something of, themselves or by way of recovery. */
import { isPersisted } from '../../../events/record/persistence-policy.js';
import type { RolloutRecord } from '../../../events/record/rollout-record.js';

export class ShownRecords {
  /** Calls are told to the model before they end. */
  readonly #calls = new Set<string>();

  /** To be asked of every record, in order. */
  has(record: RolloutRecord): boolean {
    const { type, payload } = record;
    if (type === 'response_item') {
      if (payload.type === 'function_call' || payload.type === 'custom_tool_call')
        this.#calls.add(payload.call_id);
      else if (payload.type === 'local_shell_call' && payload.call_id != null)
        this.#calls.add(payload.call_id);
    }
    if (isPersisted(record, 'legacy')) return true;
    // Nobody saw such an end itself, but the recovered command showed all that it tells.
    return type === 'event_msg' && payload.type === 'exec_command_end' && this.#calls.has(payload.call_id);
  }
}
