/** Every file of a thread is refused; `message` says why. */
export class RefusedRolloutError extends Error {
  readonly path: string;

  constructor(path: string, message: string) {
    super(message);
    this.name = 'RefusedRolloutError';
    this.path = path;
  }
}
