/**
 * A number of a JSON text whose digits a double would not give back. Which numbers those are is decided by the parser.
 */

/** `text` is the number as JSON writes it, with the exponent in Codex's spelling (`1e+5`). */
export class JsonNumber {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  /** The nearest double: what `JSON.parse` would have made of it. */
  toNumber(): number {
    return Number(this.text);
  }

  /** `JSON.stringify` gets the nearest double; only `stringifyJson` keeps the digits. */
  toJSON(): number {
    return this.toNumber();
  }
}
