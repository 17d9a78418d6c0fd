/**
 * Texts that UTF-8 cannot hold, made into texts that it can.
 */

/** Escapes from left to right, so that an escaped backslash before a `u` does not count; a pair of surrogates is one match. */
const ESCAPE = /\\(?:u[dD][89abAB][\da-fA-F]{2}\\u[dD][c-fC-F][\da-fA-F]{2}|u[dD][89a-fA-F][\da-fA-F]{2}|.)/g;
const LONE_LENGTH = 6;

/**
 * Replaces each half of a surrogate pair in a JSON text by U+FFFD, as UTF-8 encoders do. `JSON.stringify` writes such halves as escapes,
 * which Codex takes for broken JSON.
 */
export function replaceLoneSurrogates(json: string): string {
  if (!json.includes('\\ud') && !json.includes('\\uD')) return json;
  return json.replace(ESCAPE, (escaped) => (escaped.length === LONE_LENGTH ? '\uFFFD' : escaped));
}
