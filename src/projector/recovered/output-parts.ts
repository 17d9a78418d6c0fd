/** What a tool gave back, as one text or as the parts that items hold. */
import type { DynamicContentItem } from '../../events/value/dynamic-content-item.js';
import type { OutputContent } from '../../events/value/output-content.js';
import { splitHead } from './output-head.js';

/** The texts of an output as one; images and sounds have none. */
export function outputText(output: OutputContent): string {
  if (typeof output === 'string') return output;
  return output.map((part) => (part.type === 'input_text' ? part.text : '')).join('');
}

/** The parts as calls of the client's tools hold them; what nobody can read is left out. */
export function contentItems(output: OutputContent): DynamicContentItem[] {
  if (typeof output === 'string') return [{ type: 'inputText', text: output }];
  const items: DynamicContentItem[] = [];
  for (const part of output) {
    if (part.type === 'input_text') items.push({ type: 'inputText', text: part.text });
    else if (part.type === 'input_image' && part.image_url !== undefined) {
      items.push({ type: 'inputImage', imageUrl: part.image_url });
    } else if (part.type === 'input_audio' && part.audio_url !== undefined) {
      items.push({ type: 'inputAudio', audioUrl: part.audio_url });
    }
  }
  return items;
}

/** Beginnings of what comes back in the place of a result. */
const FAILED =
  /^(?:Script failed\b|unsupported call\b|apply_patch verification failed\b|failed to (?:parse|handle|execute)|dynamic tool request failed|tool call (?:error|failed)|err: |error: |unable to |aborted\b|(?:[\w ]{0,40} )?rejected by |(?:Wall time:? [\d.]+ seconds\n)aborted by user)/;

/** Whether an output tells of a call that failed. */
export function tellsFailure(text: string): boolean {
  return FAILED.test(text);
}

/** Whole milliseconds that the head of an output tells; null where it has none. */
export function toldDurationMs(output: OutputContent): number | null {
  const first = typeof output === 'string' ? output : (output[0] ?? null);
  const text = typeof first === 'string' ? first : first?.type === 'input_text' ? first.text : '';
  return splitHead(text)?.durationMs ?? null;
}
