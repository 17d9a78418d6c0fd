/**
 * What the user sent as a canonical item, from the legacy event that flattens it into one text and lists of attachments.
 */
import type { UserMessage } from '../../../events/event-msg/messages.js';
import { trimWhiteSpace } from '../../../events/to-thread-item/trim-white-space.js';
import type { CoreUserInput } from '../../../events/turn-item/user-input.js';
import type { UserMessageItem } from '../../../events/turn-item/user-message.js';

/**
 * The parts in the order text, images, local images, audio, local audio; a blank text is no part of its own. Images keep the order
 * that was noted, if it names them all.
 *
 * Source: spec migration §5, legacy-history §3.
 */
export function userMessageItem(event: UserMessage, id: string): UserMessageItem {
  const { message, text_elements, local_images, local_image_details: details } = event;
  const content: CoreUserInput[] = [];
  if (trimWhiteSpace(message) !== '') content.push({ type: 'text', text: message, text_elements });
  content.push(...imagesOf(event));
  for (const [at, path] of local_images.entries()) {
    content.push({ type: 'local_image', path, detail: details[at] });
  }
  for (const audio_url of event.audio ?? []) content.push({ type: 'audio', audio_url });
  for (const path of event.local_audio) content.push({ type: 'local_audio', path });
  return { type: 'UserMessage', id, client_id: event.client_id, content };
}

function imagesOf(event: UserMessage): CoreUserInput[] {
  const { image_details, file_id_details, image_order } = event;
  const inline = (event.images ?? []).map(
    (image_url, at): CoreUserInput => ({ type: 'image', image_url, detail: image_details[at] }),
  );
  const files = (event.file_ids ?? []).map(
    (file_id, at): CoreUserInput => ({ type: 'image', file_id, detail: file_id_details[at] }),
  );
  const named = image_order.filter((place) => place === 'inline').length;
  const isComplete = named === inline.length && image_order.length - named === files.length;
  if (!isComplete) return [...inline, ...files];
  return image_order.flatMap((place) => (place === 'inline' ? inline.shift() : files.shift()) ?? []);
}
