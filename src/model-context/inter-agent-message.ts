/**
 * Messages between agents. The log has them in three shapes: a record of their own, an `agent_message` response item, and, in
 * between, an assistant message whose text is the JSON envelope.
 */
import { InterAgentCommunication } from '../events/record/inter-agent-communication.js';
import type { AgentMessageResponseItem, MessageResponseItem } from '../events/response-item/message.js';
import { Passthrough } from '../events/response-item/passthrough.js';

/** A record of its own as the model sees it; a sealed text gets a head that says what it is. */
export function toAgentMessage(message: InterAgentCommunication): AgentMessageResponseItem {
  const { id, author, recipient, content, encrypted_content: sealed } = message;
  const passthrough = Passthrough.safeParse(message.internal_chat_message_metadata_passthrough);
  return {
    type: 'agent_message',
    ...(id != null && { id }),
    author,
    recipient,
    content:
      sealed == null
        ? [{ type: 'input_text', text: content }]
        : [
            { type: 'input_text', text: headOf(message) },
            { type: 'encrypted_content', encrypted_content: sealed },
          ],
    ...(passthrough.success && { internal_chat_message_metadata_passthrough: passthrough.data }),
  };
}

function headOf({ author, recipient, trigger_turn: isTask }: InterAgentCommunication): string {
  const type = isTask ? 'NEW_TASK' : 'MESSAGE';
  return `Message Type: ${type}\nTask name: ${recipient}\nSender: ${author}\nPayload:\n`;
}

/** The message that is the whole content of another one; null for any other message. */
export function readEnvelope({ content }: MessageResponseItem): InterAgentCommunication | null {
  const [part] = content;
  if (content.length !== 1 || part === undefined) return null;
  if ((part.type !== 'input_text' && part.type !== 'output_text') || !part.text.includes('"trigger_turn"')) {
    return null;
  }
  try {
    return InterAgentCommunication.safeParse(JSON.parse(part.text)).data ?? null;
  } catch {
    return null;
  }
}
