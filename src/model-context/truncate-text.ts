/** Counts and cuts texts as the sessions of Codex do: four bytes to a token, the middle left out. */

const BYTES_A_TOKEN = 4;

/** Tokens of a text, roughly. */
export function countTokens(text: string): number {
  return Math.ceil(Buffer.byteLength(text) / BYTES_A_TOKEN);
}

/** The text, or its beginning and end in `tokens` tokens with a note of what is left out between them. */
export function truncateToTokens(text: string, tokens: number): string {
  return splitToTokens(text, tokens)?.join('') ?? text;
}

/** What is left of a text in `tokens` tokens: beginning, note, end; null for a text that fits. */
export function splitToTokens(text: string, tokens: number): [string, string, string] | null {
  const bytes = Buffer.from(text);
  const budget = tokens * BYTES_A_TOKEN;
  if (bytes.length <= budget) return null;
  const headBytes = Math.floor(budget / 2);
  const head = bytes.subarray(0, startOfCharacter(bytes, headBytes)).toString();
  const tail = bytes.subarray(nextCharacter(bytes, bytes.length - (budget - headBytes))).toString();
  const left = Math.ceil((bytes.length - budget) / BYTES_A_TOKEN);
  return [head, `…${left} tokens truncated…`, tail];
}

function startOfCharacter(bytes: Uint8Array, at: number): number {
  let start = at;
  while (start > 0 && isContinuation(bytes[start])) start--;
  return start;
}

function nextCharacter(bytes: Uint8Array, at: number): number {
  let start = at;
  while (start < bytes.length && isContinuation(bytes[start])) start++;
  return start;
}

function isContinuation(byte: number | undefined): boolean {
  return byte !== undefined && (byte & 0xc0) === 0x80;
}
