/**
 * The result of an MCP call, short enough for a paginated rollout.
 */
import { canonicalForm } from '../canonical/canonical-form.js';
import { isJsonObject } from '../json/json-object.js';
import { stringifyJson } from '../json/stringify-json.js';
import { McpResult } from '../value/mcp-result.js';
import { cutMiddle } from './middle-cut.js';
import { isOverCap, SIZE_CAP } from './size-cap.js';

const TEXT_PREFIX = 'Truncated tool output:\n';

const written = canonicalForm(McpResult);

/**
 * A result of at most 64 KiB of JSON: itself, or one text with its first and last part. A successful result of nothing but texts becomes
 * these texts under a heading, a line each; any other becomes its own JSON. Only `isError` is kept beside the text.
 *
 * Source: spec corrections-0.169 item 11; what is text and what is JSON, and the exact cut, as 0.169 does it.
 */
export function capMcpResult(result: McpResult): McpResult {
  const json = stringifyJson(written(result));
  if (!isOverCap(json)) return result;
  const text = plainText(result) ?? json;
  const { isError } = result;
  return { content: [{ type: 'text', text: fitText(text, isError) }], ...(isError != null && { isError }) };
}

function plainText({ content, structuredContent, isError, _meta: meta }: McpResult): string | null {
  if (structuredContent != null || meta != null || isError === true) return null;
  const texts: string[] = [];
  for (const part of content) {
    if (!isTextPart(part)) return null;
    texts.push(part.text);
  }
  return `${TEXT_PREFIX}${texts.join('\n')}`;
}

/** A text and nothing beside it; annotations would be lost. */
function isTextPart(part: unknown): part is { text: string } {
  return (
    isJsonObject(part) &&
    part.type === 'text' &&
    typeof part.text === 'string' &&
    Object.keys(part).length === 2
  );
}

/** As much of the text as fits into the cap once it is JSON; how much its escapes take is not known before. */
function fitText(text: string, isError: boolean | null | undefined): string {
  const bytes = Buffer.from(text);
  const around = { content: [{ type: 'text', text: '' }], ...(isError != null && { isError }) };
  const room = SIZE_CAP - Buffer.byteLength(JSON.stringify(around));
  let fits = 0;
  let tooMuch = Math.min(SIZE_CAP, bytes.length) + 1;
  while (tooMuch - fits > 1) {
    const keep = Math.floor((fits + tooMuch) / 2);
    if (jsonBytes(shorten(text, bytes, keep)) <= room) fits = keep;
    else tooMuch = keep;
  }
  return shorten(text, bytes, fits);
}

function shorten(text: string, bytes: Buffer, keep: number): string {
  if (keep >= bytes.length) return text;
  const { head, tail, removed } = cutMiddle(bytes, keep);
  return `${head}…${removed} chars truncated…${tail}`;
}

/** Without the quotes. */
function jsonBytes(text: string): number {
  return Buffer.byteLength(JSON.stringify(text)) - 2;
}
