/** Where the product's build and the benchmark's data are. */
import { fileURLToPath } from 'node:url';

/** Generated data and databases; ignored by git, safe to delete. */
export const DATA = fileURLToPath(new URL('../data', import.meta.url));

/** The compiled product. */
export const DIST = fileURLToPath(new URL('../../dist', import.meta.url));

/** The command line program. */
export const PROGRAM = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));

/** @param {string} name of a program in `bench/children` */
export function childProgram(name) {
  return fileURLToPath(new URL(`../children/${name}`, import.meta.url));
}
