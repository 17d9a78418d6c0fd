/**
 * Checks of plain JSON values without schemas: quick to load and to run, and strict, since what they turn away goes to the
 * schemas. What shapes there are is for the callers.
 */
import { isJsonObject } from '../json/json-object.js';

export type Check = (value: unknown) => boolean;

export const isText: Check = (value) => typeof value === 'string';
export const isFlag: Check = (value) => typeof value === 'boolean';
export const isNumber: Check = (value) => typeof value === 'number';
/** A whole number that a double holds exactly. */
export const isWhole: Check = (value) => Number.isSafeInteger(value);
export const isCount: Check = (value) => Number.isSafeInteger(value) && Number(value) >= 0;

export const isEmptyList: Check = (value) => Array.isArray(value) && value.length === 0;
/** Missing or null. */
export const isNothing: Check = (value) => value == null;
/** Any value, null among them. */
export const anything: Check = (value) => value !== undefined;

/** One of some words. */
export function oneOf(...words: readonly string[]): Check {
  const known = new Set<unknown>(words);
  return (value) => known.has(value);
}

/** Missing, null, or as `check` says. */
export function optional(check: Check): Check {
  return (value) => value == null || check(value);
}

/** Missing, or as `check` says. */
export function maybe(check: Check): Check {
  return (value) => value === undefined || check(value);
}

export function listOf(check: Check): Check {
  return (value) => Array.isArray(value) && value.every(check);
}

/** An object with any keys, each value as `check` says. */
export function mapOf(check: Check): Check {
  return (value) => {
    if (!isJsonObject(value)) return false;
    for (const key in value) if (!check(value[key])) return false;
    return true;
  };
}

/** An object that has no key beside these, each as its check says. */
export function shape(fields: Readonly<Record<string, Check>>): Check {
  const members = Object.entries(fields);
  return (value) => {
    if (!isJsonObject(value)) return false;
    let unknown = 0;
    for (const _ in value) unknown++;
    for (const [key, check] of members) {
      const member = value[key];
      if (member !== undefined) unknown--;
      if (!check(member)) return false;
    }
    return unknown === 0;
  };
}
