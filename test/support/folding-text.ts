/**
 * Texts made of characters that case folding treats in unlike ways: some grow, some shrink, some meet others, some stay.
 */
import fc from 'fast-check';

const CHARACTERS = [
  ...[
    'a',
    'A',
    'b',
    's',
    'S',
    'ß',
    'ẞ',
    'ſ',
    'k',
    'K',
    'K',
    'i',
    'I',
    'İ',
    'ı',
    '\u0307',
    'f',
    'ﬃ',
    'ŉ',
    'ʼ',
    'n',
  ],
  ...['σ', 'ς', 'Σ', 'ᾳ', 'ΐ', 'ω', 'Ꭰ', 'ꭰ', '𐐀', '𐐨', 'é', 'É', 'e\u0301', '潮', '🚀', ' ', '\n'],
];

export function foldingText(lengths: { minLength?: number; maxLength?: number } = {}): fc.Arbitrary<string> {
  return fc.string({ unit: fc.constantFrom(...CHARACTERS), maxLength: 40, ...lengths });
}
