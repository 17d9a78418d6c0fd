/**
 * A canonical user message as the legacy event that flattens it: one text, and a list for each kind of attachment.
 */
import type { z } from 'zod';
import type { UserMessage } from '../event-msg/messages.js';
import type { CoreUserInput } from '../turn-item/user-input.js';
import type { UserMessageItem } from '../turn-item/user-message.js';
import type { ImageDetail } from '../value/image-detail.js';
import type { TextElement } from '../value/text-element.js';

type Details = (ImageDetail | null)[];
type TextInput = Extract<CoreUserInput, { type: 'text' }>;

/** Elements of one text with their ranges moved to where that text begins in the whole; an element without a placeholder shows what it covers. */
function movedElements(input: TextInput, offset: number): TextElement[] {
  const bytes = Buffer.from(input.text, 'utf8');
  return input.text_elements.map(({ byte_range: { start, end }, placeholder }) => ({
    byte_range: { start: offset + start, end: offset + end },
    placeholder: placeholder ?? bytes.toString('utf8', start, end),
  }));
}

/** The details of a list of images; nulls at the end are not written, nor is a list that would be empty. */
function writtenDetails(details: Details): Details | undefined {
  const last = details.findLastIndex((detail) => detail !== null);
  return last === -1 ? undefined : details.slice(0, last + 1);
}

function unlessEmpty<T>(list: T[]): T[] | undefined {
  return list.length === 0 ? undefined : list;
}

/** The `user_message` event of an item; skills, mentions and uploaded audio have no place in it (spec: session §5). */
export function userMessageEvent(item: UserMessageItem): z.input<typeof UserMessage> {
  let message = '';
  let offset = 0;
  const elements: TextElement[] = [];
  const images: string[] = [];
  const imageDetails: Details = [];
  const files: string[] = [];
  const fileDetails: Details = [];
  const order: ('inline' | 'file')[] = [];
  const localImages: string[] = [];
  const localDetails: Details = [];
  const audio: string[] = [];
  const localAudio: string[] = [];
  for (const input of item.content) {
    if (input.type === 'text') {
      if (input.text_elements.length > 0) elements.push(...movedElements(input, offset));
      message += input.text;
      offset += Buffer.byteLength(input.text);
    } else if (input.type === 'image' && typeof input.image_url === 'string') {
      images.push(input.image_url);
      imageDetails.push(input.detail ?? null);
      order.push('inline');
    } else if (input.type === 'image') {
      files.push(input.file_id ?? '');
      fileDetails.push(input.detail ?? null);
      order.push('file');
    } else if (input.type === 'local_image') {
      localImages.push(input.path);
      localDetails.push(input.detail ?? null);
    } else if (input.type === 'audio' && typeof input.audio_url === 'string') {
      audio.push(input.audio_url);
    } else if (input.type === 'local_audio') {
      localAudio.push(input.path);
    }
  }
  return {
    type: 'user_message',
    client_id: item.client_id ?? undefined,
    message,
    images,
    image_details: writtenDetails(imageDetails),
    file_ids: unlessEmpty(files),
    file_id_details: writtenDetails(fileDetails),
    image_order: unlessEmpty(order),
    local_images: localImages,
    local_image_details: writtenDetails(localDetails),
    audio,
    local_audio: localAudio,
    text_elements: elements,
  };
}
