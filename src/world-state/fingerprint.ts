/**
 * Fingerprints: what a section stores in place of a long text that it only has to recognise again (spec: world-state §1.2).
 * They stand in snapshots as values; no record carries one. Other programs prefix theirs differently, so a fingerprint
 * compares with those of this program alone.
 */
import { createHash } from 'node:crypto';
import { stringifyJson } from '../events/json/stringify-json.js';
import { isObjectValue, membersOf, objectOf } from './snapshot.js';

const TEXT_VERSION = 'threadloom world-state text 1';
const JSON_VERSION = 'threadloom world-state json 1';

/** SHA-1 in hex of a text that the model is told in some role; CR LF and LF count as the same. */
export function fingerprintText({ role, text }: { role: string; text: string }): string {
  return digest(TEXT_VERSION, [role, text.replaceAll('\r\n', '\n')]);
}

/** SHA-1 in hex of a JSON value, whatever the order of its keys. */
export function fingerprintJson(value: unknown): string {
  return digest(JSON_VERSION, [stringifyJson(sorted(value))]);
}

/** Each part behind its length, so that no two lists of parts are alike. */
function digest(version: string, parts: readonly string[]): string {
  const hash = createHash('sha1').update(version);
  for (const part of parts) {
    const length = Buffer.alloc(8);
    length.writeBigUInt64BE(BigInt(Buffer.byteLength(part)));
    hash.update(length).update(part);
  }
  return hash.digest('hex');
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isObjectValue(value)) return value;
  const members = [...membersOf(value)].sort(([a], [b]) => (a < b ? -1 : 1));
  return objectOf(members.map(([key, member]) => [key, sorted(member)] as const));
}
