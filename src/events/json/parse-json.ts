/**
 * JSON without loss: digits, key order and the key `__proto__` come through as they were written. Slower than `JSON.parse`, so callers
 * ask `needsLossless` first. What is valid JSON is exactly what `JSON.parse` accepts, at any depth of nesting.
 */
import { isIndexKey, setKeyOrder } from './key-order.js';
import { isSafeLength, readNumber } from './normalise-number.js';

type Json = Record<string, unknown>;

/** An object or array that is not closed yet. For an object `key` is the one whose value comes next. */
interface Open {
  readonly array: unknown[] | null;
  readonly object: Json;
  key: string;
  /** Filled from the first integer-like key on. */
  order: string[] | null;
}

/**
 * Parses a JSON text.
 *
 * @returns what `JSON.parse` returns, with a `JsonNumber` where a double would change the digits, and with the key order kept in a
 * hidden property where JavaScript would change it (`orderedKeys`). The last of duplicate keys wins.
 * @throws SyntaxError where `JSON.parse` throws one.
 */
export function parseJson(text: string): unknown {
  const cursor = new Cursor(text);
  const stack: Open[] = [];
  for (;;) {
    const opened = cursor.startValue();
    if (opened !== null) {
      stack.push(opened);
      continue;
    }
    let value = cursor.value;
    for (;;) {
      const open = stack.at(-1);
      if (open === undefined) {
        cursor.expectEnd();
        return value;
      }
      store(open, value);
      if (cursor.continues(open)) break;
      stack.pop();
      value = finish(open);
    }
  }
}

function store(open: Open, value: unknown): void {
  if (open.array !== null) {
    open.array.push(value);
    return;
  }
  const { object, key } = open;
  if (open.order !== null) {
    if (!Object.hasOwn(object, key)) open.order.push(key);
  } else if (isIndexKey(key)) {
    open.order = Object.keys(object);
    open.order.push(key);
  }
  if (key === '__proto__') {
    Object.defineProperty(object, key, { value, writable: true, enumerable: true, configurable: true });
  } else {
    object[key] = value;
  }
}

function finish(open: Open): unknown {
  if (open.array !== null) return open.array;
  if (open.order !== null) setKeyOrder(open.object, open.order);
  return open.object;
}

const QUOTE = 34;
const BACKSLASH = 92;

/** Reads tokens of one text; where it stands is its only state. */
class Cursor {
  readonly #text: string;
  #at = 0;
  value: unknown = undefined;

  constructor(text: string) {
    this.#text = text;
  }

  /** Reads a scalar or an empty container into `value` and returns null, or opens a container that has members. */
  startValue(): Open | null {
    const code = this.#skipSpace();
    if (code === 0x7b) return this.#openObject();
    if (code === 0x5b) return this.#openArray();
    if (code === QUOTE) this.value = this.#string();
    else if (code === 0x74) this.value = this.#word('true', true);
    else if (code === 0x66) this.value = this.#word('false', false);
    else if (code === 0x6e) this.value = this.#word('null', null);
    else this.value = this.#number();
    return null;
  }

  /** After a member: true when another one follows (the cursor stands before its value), false when the container closes. */
  continues(open: Open): boolean {
    const code = this.#skipSpace();
    if (code === 0x2c) {
      this.#at++;
      if (open.array === null) open.key = this.#key();
      return true;
    }
    if (code !== (open.array === null ? 0x7d : 0x5d)) this.#fail();
    this.#at++;
    return false;
  }

  expectEnd(): void {
    this.#skipSpace();
    if (this.#at < this.#text.length) this.#fail();
  }

  #openObject(): Open | null {
    this.#at++;
    const object: Json = {};
    if (this.#skipSpace() === 0x7d) {
      this.#at++;
      this.value = object;
      return null;
    }
    return { array: null, object, key: this.#key(), order: null };
  }

  #openArray(): Open | null {
    this.#at++;
    const array: unknown[] = [];
    if (this.#skipSpace() === 0x5d) {
      this.#at++;
      this.value = array;
      return null;
    }
    return { array, object: NO_OBJECT, key: '', order: null };
  }

  #key(): string {
    if (this.#skipSpace() !== QUOTE) this.#fail();
    const key = this.#string();
    if (this.#skipSpace() !== 0x3a) this.#fail();
    this.#at++;
    return key;
  }

  #skipSpace(): number {
    const text = this.#text;
    let at = this.#at;
    let code = text.charCodeAt(at);
    while (code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09) code = text.charCodeAt(++at);
    this.#at = at;
    return code;
  }

  #string(): string {
    const text = this.#text;
    const start = this.#at + 1;
    for (let at = start; ; at++) {
      const code = text.charCodeAt(at);
      if (code === QUOTE) {
        this.#at = at + 1;
        return text.slice(start, at);
      }
      if (code === BACKSLASH) return this.#escapedString(start, at);
      // Also ends an unterminated string: NaN compares as false with everything.
      if (!(code >= 0x20)) this.#fail();
    }
  }

  /** Looks for the quote that no odd run of backslashes precedes, and leaves the escapes to `JSON.parse`. */
  #escapedString(start: number, backslash: number): string {
    const text = this.#text;
    let from = backslash;
    for (;;) {
      const quote = text.indexOf('"', from);
      if (quote < 0) this.#fail();
      let slashes = 0;
      while (text.charCodeAt(quote - 1 - slashes) === BACKSLASH) slashes++;
      from = quote + 1;
      if (slashes % 2 === 1) continue;
      this.#at = from;
      const value: unknown = JSON.parse(text.slice(start - 1, from));
      return typeof value === 'string' ? value : this.#fail();
    }
  }

  #word<T>(word: string, value: T): T {
    if (!this.#text.startsWith(word, this.#at)) this.#fail();
    this.#at += word.length;
    return value;
  }

  #number(): unknown {
    const text = this.#text;
    const start = this.#at;
    if (text.charCodeAt(start) === 0x2d) this.#at++;
    const first = this.#at;
    this.#digits();
    const digits = this.#at - first;
    if (digits > 1 && text.charCodeAt(first) === 0x30) this.#fail();
    const whole = this.#at;
    if (text.charCodeAt(this.#at) === 0x2e) {
      this.#at++;
      this.#digits();
    }
    const exponent = text.charCodeAt(this.#at) | 0x20;
    if (exponent === 0x65) {
      this.#at++;
      const sign = text.charCodeAt(this.#at);
      if (sign === 0x2b || sign === 0x2d) this.#at++;
      this.#digits();
    }
    const token = text.slice(start, this.#at);
    return this.#at === whole && isSafeLength(digits) ? Number(token) + 0 : readNumber(token);
  }

  #digits(): void {
    const text = this.#text;
    const start = this.#at;
    let at = start;
    for (let code = text.charCodeAt(at); code >= 0x30 && code <= 0x39; ) code = text.charCodeAt(++at);
    if (at === start) this.#fail();
    this.#at = at;
  }

  #fail(): never {
    throw new SyntaxError(`unexpected character in JSON at position ${this.#at}`);
  }
}

const NO_OBJECT: Json = Object.freeze({});
