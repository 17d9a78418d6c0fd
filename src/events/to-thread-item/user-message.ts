/**
 * User messages for readers.
 */
import type { UserInput } from '../thread-item/user-input.js';
import type { UserMessageThreadItem } from '../thread-item/user-message.js';
import type { CoreUserInput } from '../turn-item/user-input.js';
import type { UserMessageItem } from '../turn-item/user-message.js';
import type { ImageDetail } from '../value/image-detail.js';
import type { TextElement } from '../value/text-element.js';

/** A text with the elements that stand in it. */
export function textInput(text: string, elements: readonly TextElement[]): UserInput {
  return {
    type: 'text',
    text,
    text_elements: elements.map(({ byte_range: range, placeholder }) => ({
      byteRange: { start: range.start, end: range.end },
      placeholder: placeholder ?? null,
    })),
  };
}

/** An image that the message holds or links to. */
export function imageInput(url: string, detail: ImageDetail | null | undefined): UserInput {
  return { type: 'image', url, detail: detail ?? null };
}

/** An image that was uploaded before. */
export function imageFileInput(fileId: string, detail: ImageDetail | null | undefined): UserInput {
  return { type: 'image', fileId, detail: detail ?? null };
}

/** An image on the user's machine. The detail comes before the path, unlike in the other forms. */
export function localImageInput(path: string, detail: ImageDetail | null | undefined): UserInput {
  return { type: 'localImage', detail: detail ?? null, path };
}

function readerInput(input: CoreUserInput): UserInput {
  switch (input.type) {
    case 'text':
      return textInput(input.text, input.text_elements);
    case 'image':
      return typeof input.image_url === 'string'
        ? imageInput(input.image_url, input.detail)
        : imageFileInput(input.file_id ?? '', input.detail);
    case 'local_image':
      return localImageInput(input.path, input.detail);
    case 'audio':
      return typeof input.audio_url === 'string'
        ? { type: 'audio', url: input.audio_url }
        : { type: 'audio', fileId: input.file_id ?? '' };
    case 'local_audio':
      return { type: 'localAudio', path: input.path };
    case 'skill':
      return { type: 'skill', name: input.name, path: input.path };
    case 'mention':
      return { type: 'mention', name: input.name, path: input.path };
  }
}

/** A user message from its parts. */
export function userMessageThreadItem(
  id: string,
  clientId: string | null | undefined,
  content: UserInput[],
): UserMessageThreadItem {
  return { type: 'userMessage', id, clientId: clientId ?? null, content };
}

/** spec: turn-items §4. */
export function userMessageOf(item: UserMessageItem): UserMessageThreadItem {
  return userMessageThreadItem(item.id, item.client_id, item.content.map(readerInput));
}
