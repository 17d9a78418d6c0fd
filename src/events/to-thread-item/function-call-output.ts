/**
 * Tool outputs that a client handed in, for readers.
 */
import type { FunctionCallOutputThreadItem } from '../thread-item/function-call-output.js';
import type { FunctionCallOutputItem } from '../turn-item/function-call-output.js';
import type { OutputContentItem } from '../value/output-content.js';

/** A part without what readers are not shown. A URL wins over a file id; a missing detail is left out. */
function readerPart(part: OutputContentItem): OutputContentItem {
  switch (part.type) {
    case 'input_text':
      return { type: 'input_text', text: part.text };
    case 'input_image': {
      const source =
        typeof part.image_url === 'string' ? { image_url: part.image_url } : { file_id: part.file_id ?? '' };
      return part.detail
        ? { type: 'input_image', ...source, detail: part.detail }
        : { type: 'input_image', ...source };
    }
    case 'input_audio':
      return typeof part.audio_url === 'string'
        ? { type: 'input_audio', audio_url: part.audio_url }
        : { type: 'input_audio', file_id: part.file_id ?? '' };
    case 'encrypted_content':
      return { type: 'encrypted_content', encrypted_content: part.encrypted_content };
  }
}

/** spec: turn-items §4. */
export function functionCallOutputOf(item: FunctionCallOutputItem): FunctionCallOutputThreadItem {
  return {
    type: 'functionCallOutput',
    id: item.id,
    name: item.name,
    namespace: item.namespace ?? null,
    output: typeof item.output === 'string' ? item.output : item.output.map(readerPart),
  };
}
