/**
 * Reads the XML element in which Codex hands a hook's text to the model. Only the form its writer makes is
 * read: one element with attributes and text; elements inside, comments and the like are not.
 */
import type { HookPromptFragment } from '../turn-item/hook-prompt.js';

const ELEMENT = /^<([^\s<>/]+)((?:\s+[^\s=<>/]+\s*=\s*(?:"[^"]*"|'[^']*'))*)\s*>([^<]*)<\/\1\s*>/;
const ATTRIBUTE = /([^\s=<>/]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;
const ENTITY = /&(?:#(\d+)|#x([\da-fA-F]+)|(\w+));|&/g;
const NAMED_ENTITIES = new Map([
  ['lt', '<'],
  ['gt', '>'],
  ['amp', '&'],
  ['quot', '"'],
  ['apos', "'"],
]);

/**
 * Reads `<hook_prompt hook_run_id="…">text</hook_prompt>`, with entities decoded. As in Codex the name of the
 * element does not matter and what follows it is ignored (spec: legacy-history §9).
 *
 * @returns null for any other text, a blank run id and a blank text.
 */
export function parseHookPrompt(text: string): HookPromptFragment | null {
  const trimmed = text.trim();
  if (!trimmed.startsWith('<')) return null;
  const match = ELEMENT.exec(trimmed);
  if (match === null) return null;
  const [, , attributes = '', body = ''] = match;
  const hookRunId = readHookRunId(attributes);
  if (hookRunId === null || hookRunId.trim() === '' || body.trim() === '') return null;
  const decoded = decodeEntities(body.replace(/\r\n?/g, '\n'));
  return decoded === null ? null : { text: decoded, hookRunId };
}

/** The value of `hook_run_id`, or null where it is missing or any attribute is given twice. */
function readHookRunId(attributes: string): string | null {
  const names = new Set<string>();
  let hookRunId: string | null = null;
  for (const [, name = '', inDouble, inSingle = ''] of attributes.matchAll(ATTRIBUTE)) {
    if (names.has(name)) return null;
    names.add(name);
    if (name === 'hook_run_id')
      hookRunId = decodeEntities((inDouble ?? inSingle).replace(/\r\n?|[\n\t]/g, ' '));
  }
  return hookRunId;
}

/** Null if there is an entity that XML does not know, or a bare ampersand. */
function decodeEntities(text: string): string | null {
  let sound = true;
  const decoded = text.replace(ENTITY, (_, decimal?: string, hexadecimal?: string, name?: string) => {
    const codePoint = decimal === undefined ? Number.parseInt(hexadecimal ?? '', 16) : Number(decimal);
    const character = name === undefined ? characterOf(codePoint) : NAMED_ENTITIES.get(name);
    if (character === undefined) sound = false;
    return character ?? '';
  });
  return sound ? decoded : null;
}

function characterOf(codePoint: number): string | undefined {
  const isCharacter = codePoint > 0 && codePoint <= 0x10ffff && !(codePoint >= 0xd800 && codePoint <= 0xdfff);
  return isCharacter ? String.fromCodePoint(codePoint) : undefined;
}
