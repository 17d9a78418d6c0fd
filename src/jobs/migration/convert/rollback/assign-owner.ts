/**
 * Looks at one record after the other and tells to which instruction each belongs.
 */
import type { EventMsg } from '../../../../events/event-msg/event-msg.js';
import type { UserMessage } from '../../../../events/event-msg/messages.js';
import type { RolloutRecord } from '../../../../events/record/rollout-record.js';
import type { MessageResponseItem } from '../../../../events/response-item/message.js';
import {
  isContextualDeveloperMessage,
  isContextualUserMessage,
} from '../../../../model-context/contextual-message.js';
import { isDeliveredMessage } from '../../../../model-context/delivered-message.js';
import { isTurnBoundary } from '../../../../model-context/turn-boundary.js';
import { turnOfItem } from './history-stub.js';
import type { InstructionOwners } from './instruction-owners.js';

type ResponseItemRecord = Extract<RolloutRecord, { type: 'response_item' }>;

export class OwnerAssignment {
  readonly #owners: InstructionOwners;
  /** The record before, where it is a request that a record right behind it may repeat. */
  #before: { kind: 'request'; said: string } | { kind: 'announced' } | null = null;
  readonly #callOwners = new Map<string, number>();

  constructor(owners: InstructionOwners) {
    this.#owners = owners;
  }

  /** @returns the orders of the instructions that the record took back */
  take(record: RolloutRecord, index: number): number[] {
    const before = this.#before;
    this.#before = null;
    const owners = this.#owners;
    switch (record.type) {
      case 'session_meta':
      case 'security_risk_score':
        return [];
      case 'response_item':
        this.#responseItem(record, index, before?.kind === 'announced');
        return [];
      case 'inter_agent_communication':
        owners.addInstruction(index);
        return [];
      case 'inter_agent_communication_metadata':
        owners.addInstruction(index);
        this.#before = { kind: 'announced' };
        return [];
      case 'turn_context': {
        const turnId = record.payload.turn_id ?? null;
        owners.addOfTurn(index, turnId === owners.activeTurn ? turnId : null);
        return [];
      }
      case 'token_usage_record':
        owners.addOfTurn(index, record.payload.turn_id);
        return [];
      case 'retained_context': {
        const { turn_id: turnId, call_id, acceptance_order: order } = record.payload;
        const owner = this.#callOwners.get(call_id) ?? owners.instructionOf(turnId);
        if (order == null) owners.own(index, owner);
        else owners.ownAccepted(index, { order, turnId }, owner);
        return [];
      }
      case 'compacted':
        for (const { message_id, order } of record.payload.retained_context?.user_messages ?? []) {
          if (message_id != null && order !== undefined) owners.retainOrder(message_id, order);
        }
        owners.own(index, owners.top);
        return [];
      case 'event_msg':
        return this.#event(record.payload, index, before?.kind === 'request' ? before.said : null);
      default:
        owners.own(index, owners.top);
        return [];
    }
  }

  #responseItem(record: ResponseItemRecord, index: number, isAnnounced: boolean): void {
    const owners = this.#owners;
    const { payload, metadata } = record;
    const order = metadata?.user_input_order ?? null;
    if (isAnnounced && payload.type === 'agent_message') {
      owners.own(index, owners.top);
      owners.orderTop(order);
    } else if (isTurnBoundary(payload) && !isDeliveredMessage(record)) {
      owners.addInstruction(index, { order, turnId: turnOfItem(payload), messageId: idOf(payload) });
      if (payload.type === 'message' && payload.role === 'user') {
        this.#before = { kind: 'request', said: saidByItem(payload) };
      }
    } else if (isContext(payload)) {
      owners.addContext(index);
    } else {
      if (order === null) owners.own(index, owners.top);
      else owners.ownAccepted(index, { order, turnId: turnOfItem(payload) }, owners.top);
      if (payload.type === 'function_call') this.#callOwners.set(payload.call_id, owners.top);
    }
  }

  #event(event: EventMsg, index: number, requested: string | null): number[] {
    const owners = this.#owners;
    switch (event.type) {
      case 'user_message':
        if (requested !== null && requested === saidByEvent(event)) owners.own(index, owners.top);
        else owners.addInstruction(index);
        return [];
      case 'task_started':
        owners.startTurn(index, event.turn_id);
        return [];
      case 'task_complete':
        owners.endTurn(index, event.turn_id);
        return [];
      case 'turn_aborted':
        owners.endTurn(index, event.turn_id ?? owners.activeTurn);
        return [];
      case 'thread_rolled_back':
        return owners.rollBack(index, event.num_turns);
      case 'item_completed':
      case 'exec_command_end':
      case 'patch_apply_end':
      case 'mcp_tool_call_end':
      case 'dynamic_tool_call_response':
      case 'entered_review_mode':
      case 'exited_review_mode':
        owners.addOfTurn(index, event.turn_id || null);
        return [];
      default:
        owners.own(index, owners.top);
        return [];
    }
  }
}

function idOf(payload: ResponseItemRecord['payload']): string | null {
  return 'id' in payload && typeof payload.id === 'string' ? payload.id : null;
}

function isContext(payload: ResponseItemRecord['payload']): boolean {
  if (payload.type !== 'message') return false;
  if (payload.role === 'user') return isContextualUserMessage(payload);
  return payload.role === 'developer' && isContextualDeveloperMessage(payload);
}

/** What a request says, in a form that an event which repeats it has too: its text, images and audio. */
function saidByItem({ content }: MessageResponseItem): string {
  const text = content.map((part) => (part.type === 'input_text' ? part.text : '')).join('');
  const images = content.flatMap((part) => (part.type === 'input_image' ? [part.image_url ?? null] : []));
  const audio = content.flatMap((part) => (part.type === 'input_audio' ? [part.audio_url ?? null] : []));
  return JSON.stringify([text, images, audio]);
}

function saidByEvent({ message, images, audio }: UserMessage): string {
  return JSON.stringify([message, images ?? [], audio ?? []]);
}
