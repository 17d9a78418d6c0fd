/** Tells builds of the product apart, so that nothing is kept that another build would have made differently. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DIST } from './paths.js';

/**
 * A digest over the compiled code of some rooms.
 *
 * @param {string[]} rooms folders of the build
 */
export function buildDigest(rooms) {
  const hash = createHash('sha256');
  for (const room of rooms) {
    const names = readdirSync(join(DIST, room), { recursive: true, encoding: 'utf8' });
    for (const name of names.filter((file) => file.endsWith('.js')).sort()) {
      hash.update(name).update(readFileSync(join(DIST, room, name)));
    }
  }
  return hash.digest('hex');
}
