/**
 * Whole numbers as the log's typed fields hold them. Codex refuses a fraction, or a number beyond 64 bits, in such a field, and so do
 * these schemas; digits beyond 2^53 are rounded, which is
 * why the bounds include the number that the largest value rounds to.
 */
import { z } from 'zod';

const isSigned = (value: number) => Number.isInteger(value) && value >= -(2 ** 63) && value <= 2 ** 63;
const isUnsigned = (value: number) => Number.isInteger(value) && value >= 0 && value <= 2 ** 64;

/** A signed whole number of 64 bits. */
export const Int = z.number().refine(isSigned, { error: 'expected a whole number' });
export type Int = z.infer<typeof Int>;

/** An unsigned whole number of 64 bits. */
export const Uint = z.number().refine(isUnsigned, { error: 'expected a whole number from 0' });
export type Uint = z.infer<typeof Uint>;
