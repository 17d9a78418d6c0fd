/**
 * What the user sent, from the legacy event that flattens it into one text and lists of attachments.
 */
import type { UserMessage } from '../event-msg/messages.js';
import type { UserInput } from '../thread-item/user-input.js';
import type { UserMessageThreadItem } from '../thread-item/user-message.js';
import { trimWhiteSpace } from '../to-thread-item/trim-white-space.js';
import {
  imageFileInput,
  imageInput,
  localImageInput,
  textInput,
  userMessageThreadItem,
} from '../to-thread-item/user-message.js';

/** Whether `image_order` accounts for exactly the images there are; otherwise it is not followed. */
function isCompleteOrder(order: UserMessage['image_order'], inline: number, files: number): boolean {
  const named = order.filter((place) => place === 'inline').length;
  return order.length > 0 && named === inline && order.length - named === files;
}

function imageInputs(event: UserMessage): UserInput[] {
  const inline = (event.images ?? []).map((url, at) => imageInput(url, event.image_details[at]));
  const files = (event.file_ids ?? []).map((id, at) => imageFileInput(id, event.file_id_details[at]));
  if (!isCompleteOrder(event.image_order, inline.length, files.length)) return [...inline, ...files];
  const ordered: UserInput[] = [];
  for (const place of event.image_order) {
    const image = place === 'inline' ? inline.shift() : files.shift();
    if (image !== undefined) ordered.push(image);
  }
  return ordered;
}

/**
 * The parts in the order text, images, local images, audio, local audio. A blank text is no part of its own, and a message without any
 * part has empty content.
 *
 * Source: spec legacy-history §3.
 */
export function userMessageItem(event: UserMessage, itemId: string): UserMessageThreadItem {
  const content: UserInput[] = [];
  if (trimWhiteSpace(event.message) !== '') content.push(textInput(event.message, event.text_elements));
  content.push(...imageInputs(event));
  event.local_images.forEach((path, at) => {
    content.push(localImageInput(path, event.local_image_details[at]));
  });
  for (const url of event.audio ?? []) content.push({ type: 'audio', url });
  for (const path of event.local_audio) content.push({ type: 'localAudio', path });
  return userMessageThreadItem(itemId, event.client_id, content);
}
