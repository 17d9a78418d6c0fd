/**
 * What a schema alone does not say of the bytes Codex writes: whether a field without a value is null or missing, and which spelling a
 * value has. The order of the keys needs no rule: it is the order in which a schema names them. Applying the rules is left to
 * `canonicalForm`.
 */
import { z } from 'zod';
import { exactFloat } from './exact-float.js';

/** How values of one schema are written. A field that has no rule is left out when it has no value. */
interface WrittenForm {
  /** Written in place of a missing or null value. */
  readonly absent?: unknown;
  /** A value that is as good as none, and left out as well. */
  readonly isOmitted?: (value: unknown) => boolean;
  /** The spelling of a value, where it is not that of `stringifyJson`. */
  readonly spell?: (value: unknown) => unknown;
  /** A map whose keys are sorted. */
  readonly isSorted?: true;
  /** For values that decoding has changed: what they were, or undefined for a value of another schema. */
  readonly original?: (value: unknown) => unknown;
}

/** The rules, by schema. */
export const writtenForms = z.registry<WrittenForm>();

function written<T extends z.ZodType>(schema: T, form: WrittenForm): T {
  writtenForms.add(schema, form);
  return schema;
}

/** A field that Codex writes as null when it has no value. */
export function writtenAsNull<T extends z.ZodType>(schema: T): z.ZodOptional<z.ZodNullable<T>> {
  return written(schema.nullish(), { absent: null });
}

/** A field that reading may miss, and that Codex always writes, with that value when there is none. */
export function writtenAs<T extends z.ZodType>(absent: z.output<T>, schema: T): z.ZodOptional<T> {
  return written(schema.optional(), { absent });
}

/** A field that reading fills with null, and that Codex leaves out when it has no value. */
export function omittedWhenNull<T extends z.ZodType>(schema: T): T {
  return written(schema, { absent: undefined });
}

/** A list that Codex does not write when it is empty. */
export function omittedWhenEmpty<T extends z.ZodType>(schema: T): T {
  return written(schema, {
    absent: undefined,
    isOmitted: (value) => Array.isArray(value) && value.length === 0,
  });
}

/** A flag that Codex writes only when it is set. */
export function omittedWhenFalse<T extends z.ZodType>(schema: T): T {
  return written(schema, { absent: undefined, isOmitted: (value) => value === false });
}

/** A map that Codex writes in the order of its keys. */
export function writtenSorted<T extends z.ZodType>(schema: T): T {
  return written(schema, { isSorted: true });
}

/** A value that decoding has changed; `original` gives what it was, or undefined for the value of another schema. */
export function writtenAsRead<T extends z.ZodType>(schema: T, original: (value: unknown) => unknown): T {
  return written(schema, { original });
}

/** A value that Codex spells in one way and reads in more. */
export function writtenWith<T extends z.ZodType>(schema: T, spell: (value: unknown) => unknown): T {
  return written(schema, { spell });
}

/** A double; a whole one is written with its point (`5.0`). */
export const Float = writtenWith(z.number(), (value) =>
  typeof value === 'number' ? exactFloat(value) : value,
);
