/**
 * Generated images for readers.
 */
import type {
  ImageGenerationFailure,
  ImageGenerationInputImage,
  ImageGenerationThreadItem,
} from '../thread-item/image-generation.js';
import { nativePath } from './native-path.js';
import { resolvePosixPath } from './resolve-posix-path.js';
import { isWindowsPath } from './resolve-windows-path.js';

/** What canonical items, extension items and legacy events say of an image, in the readers' spelling. */
export interface ImageGenerationFacts {
  readonly id: string;
  readonly status: string;
  readonly revisedPrompt?: string | null | undefined;
  readonly fileId?: string | null | undefined;
  readonly result?: string | null | undefined;
  readonly transparentBackground?: boolean | null | undefined;
  readonly failure?: ImageGenerationFailure | null | undefined;
  readonly savedPath?: string | null | undefined;
  readonly inputImages?: readonly ImageGenerationInputImage[] | undefined;
  readonly generationId?: string | null | undefined;
}

function normalPath(path: string): string {
  const native = nativePath(path);
  return isWindowsPath(native) ? native : resolvePosixPath('/', native.replace(/(?<=.)\/+$/, ''));
}

/** An image as readers see it: stored or inline, never both; without a saved path or input images those keys are left out. */
export function imageGenerationOf(facts: ImageGenerationFacts): ImageGenerationThreadItem {
  const { fileId, failure, inputImages } = facts;
  return {
    type: 'imageGeneration',
    id: facts.id,
    status: facts.status,
    revisedPrompt: facts.revisedPrompt ?? null,
    ...(typeof fileId === 'string' ? { fileId } : { result: facts.result ?? '' }),
    transparentBackground: facts.transparentBackground ?? null,
    failure: failure ? { type: failure.type, limitId: failure.limitId, resetsAt: failure.resetsAt } : null,
    ...(typeof facts.savedPath === 'string' ? { savedPath: normalPath(facts.savedPath) } : {}),
    ...(inputImages && inputImages.length > 0
      ? { inputImages: inputImages.map(({ path, sha256 }) => ({ path: normalPath(path), sha256 })) }
      : {}),
    generationId: facts.generationId ?? null,
  };
}
