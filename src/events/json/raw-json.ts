/**
 * JSON text that is passed on as it is, and read only when somebody asks for the value.
 */

/** `text` must be valid JSON; that is the caller's promise. */
export class RawJson<T = unknown> {
  readonly text: string;
  readonly #parse: (text: string) => T;
  #value: { readonly parsed: T } | null = null;

  /** `parse` makes the value from the text; its result is kept. */
  constructor(text: string, parse: (text: string) => T) {
    this.text = text;
    this.#parse = parse;
  }

  /** The parsed value; throws what `parse` throws. */
  get value(): T {
    this.#value ??= { parsed: this.#parse(this.text) };
    return this.#value.parsed;
  }

  /** `JSON.stringify` gets the value; only `stringifyJson` passes the text on. */
  toJSON(): T {
    return this.value;
  }
}
