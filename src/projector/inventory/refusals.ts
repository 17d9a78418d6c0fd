/** Tells of files that are passed over, in a sentence and once for each reason, however often they are looked at. */
import type { RefusedPath, RolloutError } from '../../rollout/index.js';

export type OnRefused = (refused: { path: string; reason: string }) => void;

const FOUND: Record<RefusedPath['reason'], string> = {
  is_link: 'is a symbolic link',
  is_directory: 'is a directory',
  not_a_file: 'is neither a file nor a folder',
  no_access: 'may not be read by this user',
  unreadable: 'could not be read',
};

export class Refusals {
  readonly #onRefused: OnRefused;
  readonly #told = new Map<string, string>();

  constructor(onRefused: OnRefused = () => {}) {
    this.#onRefused = onRefused;
  }

  /** A place that discovery passed over. */
  tellPath({ path, reason }: RefusedPath): void {
    this.#tell(path, `Rollout ${path} ${FOUND[reason]} and was passed over.`);
  }

  /** A file that cannot be used. */
  tellFile(path: string, error: RolloutError): void {
    this.#tell(path, error.message);
  }

  #tell(path: string, reason: string): void {
    if (this.#told.get(path) === reason) return;
    this.#told.set(path, reason);
    this.#onRefused({ path, reason });
  }
}
