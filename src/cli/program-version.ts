/** The version of this program, from its package. */
import { readFileSync } from 'node:fs';

const PACKAGE = new URL('../../package.json', import.meta.url);

export function programVersion(): string {
  const { version } = JSON.parse(readFileSync(PACKAGE, 'utf8'));
  return String(version);
}
