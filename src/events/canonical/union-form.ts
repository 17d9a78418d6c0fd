/**
 * The written form of a value of one of several schemas: finds the schema it belongs to, by its tag where there is one.
 */
import { z } from 'zod';
import { isJsonObject } from '../json/json-object.js';
import type { CanonicalForm } from './canonical-form.js';
import { writtenForms } from './written-form.js';

interface Untagged {
  readonly fits: (value: unknown) => boolean;
  readonly form: CanonicalForm;
}

interface Tagged {
  readonly key: string;
  readonly forms: ReadonlyMap<unknown, CanonicalForm>;
}

/** `formOf` makes the form of a member. A value that fits no member is passed on as it is; so are words and numbers. */
export function unionForm(
  schema: z.ZodUnion,
  formOf: (member: z.core.$ZodType) => CanonicalForm,
): CanonicalForm {
  const tagged: Tagged[] = [];
  const untagged: Untagged[] = [];
  collect(schema);
  return (value) => {
    if (typeof value !== 'object' || value === null) return value;
    for (const { key, forms } of tagged) {
      const form = isJsonObject(value) ? forms.get(value[key]) : undefined;
      if (form !== undefined) return form(value);
    }
    return (untagged.find((member) => member.fits(value))?.form ?? asIs)(value);
  };

  function collect(union: z.ZodUnion): void {
    if (union instanceof z.ZodDiscriminatedUnion) {
      const key = union.def.discriminator;
      const forms = new Map<unknown, CanonicalForm>();
      for (const member of union.options) {
        const form = formOf(member);
        for (const tag of tagsOf(member, key)) forms.set(tag, form);
      }
      tagged.push({ key, forms });
      return;
    }
    for (const member of union.options) {
      if (member instanceof z.ZodUnion) collect(member);
      else untagged.push({ fits: fitter(member), form: formOf(member) });
    }
  }
}

const asIs: CanonicalForm = (value) => value;

function fitter(schema: z.core.$ZodType): (value: unknown) => boolean {
  const { original } = writtenForms.get(schema) ?? {};
  if (original !== undefined) return (value) => original(value) !== undefined;
  return (value) => z.safeParse(schema, value).success;
}

/** The words that a member of a tagged union has as its tag. */
function tagsOf(schema: z.core.$ZodType, key: string): unknown[] {
  if (schema instanceof z.ZodUnion) return schema.options.flatMap((option) => tagsOf(option, key));
  const tag = schema instanceof z.ZodObject ? schema.shape[key] : undefined;
  if (tag instanceof z.ZodLiteral) return [...tag.values];
  if (tag instanceof z.ZodEnum) return tag.options;
  throw new TypeError(`a member of a tagged union has no tag ${key}`);
}
