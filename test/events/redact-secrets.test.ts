import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { redactSecrets } from '../../src/events/to-thread-item/redact-secrets.js';

const MARK = '[REDACTED_SECRET]';
const KEY_20 = 'abcdefghij0123456789';

describe('redactSecrets', () => {
  it.each([
    ['Bearer abcdefghijklmnop', `Bearer ${MARK}`],
    ['bEARER  \tabcdefghijklmnop== x', `Bearer ${MARK} x`],
    ['Bearer abc.def_ghi~jkl+mno/pqr-stu===x', `Bearer ${MARK}x`],
    ['-Bearer abcdefghijklmnop', `-Bearer ${MARK}`],
    ['Bearer abcdefghijklmnop\u212a', `Bearer ${MARK}\u212a`],
  ])('blots the bearer token of %j', (text, redacted) => {
    expect(redactSecrets(text)).toBe(redacted);
  });

  it.each([
    'Bearer abcdefghijklmno',
    'xBearer abcdefghijklmnop',
    'éBearer abcdefghijklmnop',
    '_Bearer abcdefghijklmnop',
    'Bearer\nabcdefghijklmnop',
    'Bearer\u00a0abcdefghijklmnop',
    'Bearer abcdefgh!abcdefgh',
    'Bearer =abcdefghijklmnopq',
  ])('sees no bearer token in %j', (text) => {
    expect(redactSecrets(text)).toBe(text);
  });

  it.each([
    [`sk-${KEY_20}`, MARK],
    [`task-${KEY_20}Z_x`, `ta${MARK}_x`],
    ['AKIAABCDEFGHIJKLMNOP', MARK],
    ['-AKIAABCDEFGHIJKLMNOP-', `-${MARK}-`],
  ])('blots the key in %j', (text, redacted) => {
    expect(redactSecrets(text)).toBe(redacted);
  });

  it.each([
    `sk-${KEY_20.slice(1)}`,
    `SK-${KEY_20}`,
    `sk-proj-${KEY_20}`,
    'AKIAABCDEFGHIJKLMNO',
    'AKIAABCDEFGHIJKLMNOPQ',
    'akiaABCDEFGHIJKLMNOP',
    'xAKIAABCDEFGHIJKLMNOP',
    'AKIAABCDEFGHIJKLMNOPé',
  ])('sees no key in %j', (text) => {
    expect(redactSecrets(text)).toBe(text);
  });

  it.each([
    ['token=abcdefgh', `token=${MARK}`],
    ['TOKEN : "abcdefgh" x', `TOKEN : "${MARK}" x`],
    ["api_key='abcdefgh'", `api_key='${MARK}'`],
    ['API-KEY:abcdefgh', `API-KEY:${MARK}`],
    ['apiKey=abcdefgh', `apiKey=${MARK}`],
    ['my-token=abcdefgh', `my-token=${MARK}`],
    ['token\u0085=\u2003abcdefgh', `token\u0085=\u2003${MARK}`],
    ['token==abcdefgh', `token=${MARK}`],
    ['secret=漢漢漢漢漢漢漢漢', `secret=${MARK}`],
    ['\u017fecret=abcdefgh', `\u017fecret=${MARK}`],
    ['to\u212aen=abcdefgh', `to\u212aen=${MARK}`],
    ['token=abcdefgh token=ijklmnop', `token=${MARK} token=${MARK}`],
  ])('blots the value of %j', (text, redacted) => {
    expect(redactSecrets(text)).toBe(redacted);
  });

  it.each([
    'token=abcdefg',
    'my_token=abcdefgh',
    'tokens=abcdefgh',
    'étoken=abcdefgh',
    'token\u0301=abcdefgh',
    'token=""abcdefgh',
    'token="abc defgh',
    'token\ufeff=abcdefgh',
    '--password abcdefgh',
    'api key=abcdefgh',
  ])('sees no value in %j', (text) => {
    expect(redactSecrets(text)).toBe(text);
  });

  it('applies the rules one after the other', () => {
    expect(redactSecrets(`Authorization: Bearer sk-${KEY_20}`)).toBe(`Authorization: Bearer ${MARK}`);
    expect(redactSecrets(`token=sk-${KEY_20}`)).toBe(`token=${MARK}`);
    expect(redactSecrets('api_key=Bearer abcdefghijklmnop')).toBe(`api_key=Bearer ${MARK}`);
  });

  it('leaves no secret behind, whatever stands around it', () => {
    const around = fc.string({ unit: fc.constantFrom(' ', '"', "'", ';', '(', '\n', '-') });
    const secret = fc.string({ unit: fc.constantFrom(...'abcXYZ019'), minLength: 20, maxLength: 40 });
    const dress = fc.constantFrom('Bearer ', 'token=', 'password: ', "api-key = '", 'sk-');
    fc.assert(
      fc.property(around, dress, secret, around, (before, prefix, value, after) => {
        expect(redactSecrets(`${before}${prefix}${value}${after}`)).not.toContain(value);
      }),
    );
  });
});
