/**
 * Brings a value into the form in which Codex writes it: keys in the order of the schema, fields without a value left out or null as the
 * rules of `written-form` say. Whether the value fits the schema is left to the schema.
 */
import { z } from 'zod';
import { JsonNumber } from '../json/json-number.js';
import { isJsonObject, type JsonObject } from '../json/json-object.js';
import { isIndexKey, keptKeyOrder, orderedKeys, setKeyOrder } from '../json/key-order.js';
import { RawJson } from '../json/raw-json.js';
import { compareCodePoints } from '../to-thread-item/code-point-order.js';
import { unionForm } from './union-form.js';
import { writtenForms } from './written-form.js';

/** Gives a value in its written form; objects are copied, values of unknown shape are not looked into. */
export type CanonicalForm = (value: unknown) => unknown;

const asIs: CanonicalForm = (value) => value;

/**
 * The written form of the values of a schema. Unknown keys are kept, after the known ones; numbers that `parseJson` keeps exact and JSON
 * text that is passed on stay as they are.
 */
export function canonicalForm(schema: z.core.$ZodType): CanonicalForm {
  const { original, spell } = writtenForms.get(schema) ?? {};
  if (original !== undefined) return original;
  if (spell !== undefined) return spell;
  if (schema instanceof z.ZodObject) return objectForm(schema.shape);
  if (schema instanceof z.ZodUnion) return unionForm(schema, canonicalForm);
  if (schema instanceof z.ZodArray) return arrayForm(canonicalForm(schema.element));
  if (schema instanceof z.ZodRecord) return mapForm(schema);
  if (schema instanceof z.ZodLiteral) return literalForm(schema);
  if (schema instanceof z.ZodPipe) {
    // What a transform makes is the decoded form; what it is made from is not to be written.
    return schema.out instanceof z.ZodTransform ? asIs : canonicalForm(schema.out);
  }
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable || schema instanceof z.ZodDefault) {
    return canonicalForm(schema.unwrap());
  }
  return asIs;
}

interface Field {
  readonly key: string;
  readonly form: CanonicalForm;
  readonly isNullKept: boolean;
  /** Undefined: the key is left out. */
  readonly absent: unknown;
  readonly isOmitted: ((value: unknown) => boolean) | null;
}

function fieldOf(key: string, schema: z.core.$ZodType): Field {
  const rule = writtenForms.get(schema) ?? {};
  return {
    key,
    form: canonicalForm(schema),
    isNullKept: isNullKept(schema),
    absent: 'absent' in rule ? rule.absent : defaultOf(schema),
    isOmitted: rule.isOmitted ?? null,
  };
}

/** A null in a value of unknown shape is a value; so is the null of a field that must be there. */
function isNullKept(schema: z.core.$ZodType): boolean {
  const inner = schema instanceof z.ZodOptional ? schema.unwrap() : schema;
  return inner instanceof z.ZodUnknown || schema instanceof z.ZodNullable;
}

function defaultOf(schema: z.core.$ZodType): unknown {
  return schema instanceof z.ZodDefault ? schema.def.defaultValue : undefined;
}

function objectForm(shape: Readonly<Record<string, z.core.$ZodType>>): CanonicalForm {
  const fields = Object.entries(shape).map(([key, schema]) => fieldOf(key, schema));
  const known = new Set(Object.keys(shape));
  return (value) => {
    if (!isPlainObject(value)) return value;
    const written: Record<string, unknown> = {};
    for (const field of fields) {
      const member = writtenMember(value[field.key], field);
      if (member !== undefined) written[field.key] = member;
    }
    keepUnknown(value, known, written);
    return written;
  };
}

function writtenMember(member: unknown, field: Field): unknown {
  if (member === undefined || (member === null && !field.isNullKept)) return field.absent;
  if (field.isOmitted?.(member)) return undefined;
  return field.form(member);
}

function keepUnknown(value: JsonObject, known: ReadonlySet<string>, written: Record<string, unknown>): void {
  let order: string[] | null = null;
  for (const key of orderedKeys(value)) {
    if (known.has(key) || value[key] === undefined) continue;
    if (isIndexKey(key)) order ??= Object.keys(written);
    order?.push(key);
    define(written, key, value[key]);
  }
  if (order !== null) setKeyOrder(written, order);
}

function define(target: Record<string, unknown>, key: string, value: unknown): void {
  if (key !== '__proto__') target[key] = value;
  else Object.defineProperty(target, key, { value, writable: true, enumerable: true, configurable: true });
}

function isPlainObject(value: unknown): value is JsonObject {
  return isJsonObject(value) && !(value instanceof JsonNumber) && !(value instanceof RawJson);
}

function arrayForm(element: CanonicalForm): CanonicalForm {
  if (element === asIs) return asIs;
  return (value) => (Array.isArray(value) ? value.map((member) => element(member)) : value);
}

function mapForm(schema: z.ZodRecord): CanonicalForm {
  const form = canonicalForm(schema.valueType);
  const isSorted = writtenForms.get(schema)?.isSorted === true;
  if (form === asIs && !isSorted) return asIs;
  return (value) => {
    if (!isPlainObject(value)) return value;
    const written: Record<string, unknown> = {};
    const keys = isSorted ? [...orderedKeys(value)].sort(compareCodePoints) : orderedKeys(value);
    for (const key of keys) define(written, key, form(value[key]));
    if (isSorted ? keys.some(isIndexKey) : keptKeyOrder(value) !== null) setKeyOrder(written, keys);
    return written;
  };
}

/** A word of several spellings is written in the first. */
function literalForm(schema: z.ZodLiteral): CanonicalForm {
  const [first, ...older] = schema.values;
  return older.length === 0 ? asIs : () => first;
}
