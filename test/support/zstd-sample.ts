/** A really compressed zstd file, made as Codex makes them: level 3, streamed, with a checksum, two blocks. */

/** The text inside: longer than a block, with repeats that reach from the second block into the first. */
export function zstdSampleText(): string {
  let text = '';
  for (let line = 0; line < 5000; line += 1) {
    text += `${JSON.stringify({ turn: `turn-${line % 7}`, item: `item-${line % 11}` })}\n`;
  }
  return text;
}

/** Where the second block ends and the checksum begins. */
export const ZSTD_SAMPLE_CHECKSUM_AT = 2372;

export function zstdSample(): Buffer {
  return Buffer.from(SAMPLE.join(''), 'base64');
}

const SAMPLE = [
  'KLUv/QRYPDkA+vJ8FxagJxkDLtDkPMX/F7e17szMpJRjDwdjewFtAW0BLqfc5ZS7nHKXU+5yyl1OucspdznlLqfc5ZS7nHKXU+5yyl1O',
  'ucspdznlLqfc5ZS7nHKXU+5yyl1OucspdznlLqfc5ZS7nHKXU+5yyl1OucspdznlLqfc5ZS7nHKXU+5yyl1OucspdznlLqfc5ZS7nHKX',
  'U+5yyl1OucspdznlLqfc5ZS7nHKXU+5yyl1OucspdznlLqfc5ZS7nHKXU+5yyl1OucspdznlLqfc5ZS7nHKXU+5yyl1OucspdznlLqfc',
  '5ZS7nHKXU+5yyl1OucspdznlLqfc5ZS7nHKXU+5yyl1OucspdznlLqfc5ZS7nHKXU+5yyl1OucspdznlLqfc5ZS7nHKXU+5yyl1Oucsp',
  'dznlLqfc5ZS7nHKXU+5yyl1OucspdznlLqfc5ZS7nHKXU+5yyl1OucspdznlLqfc5ZS7nHKXU+5yyl1OucspdznlLqfc5ZTDDS709Cpm',
  'lyseZlAhv92SmwSQMFIgBoFAYmAEjBSIUWBwkBgIAeWUu5xyl1PucspdTrnLKXc55S6n3OWUu5xyl1PucspdTrnLKXc55S6n3OWUu5xy',
  'l1PucspdTrnLKXc55S6n3OWUu5xyl1PucspdTrnLKXc55S6n3OWUu5xyl1PucspdTrnLKXc55S6n3OWUu5xyl1PucspdTrnLKXc55S6n',
  '3OWUu5xyl1PucspdTrnLKXc55S6n3OWUu5xyl1PucspdTrnLKXc55S6n3OWUu5xyl1PucspdTrnLKXc55S6n3OWUu5xyl1PucspdTrnL',
  'KXc55S6n3OWUu5xyl1PucspdTrnLKXc55S6n3OWUu5xyl1PucspdTrnLKXc55S6n3OWUu5xyl1PucspdTrnLKXc55S6n3OWUu5xyl1Pu',
  'cspdTrnLKXc55S6n3OWUu5xyl1PucspdTrnLKXc55S6n3OWUu5xyl1PucspdTrnLKXc55S6n3OWUu5xyl1PucspdTrnLKXc55S6n3OWU',
  'u5xyl1MenHKXU+5yyl1OucspdznlLqfc5ZS7nHKXU+5yyl1OucspdznlLqfc5ZS7nHKXU+5yyl1OucspdznlLqfc5ZS7nHKXU+5yyl1O',
  'ucspdznlLqfc5ZS7nHKXU+5yyl1OucspdznlLqfc5ZS7nHKXU+5yyl1OucspdznlLqfc5ZS7nHKXU+5yyl1OucspdznlLqfc5ZS7nHKX',
  'U+5yyl1OucspdznlLqfc5ZS7nHKXU+5yyl1OucspdznlLqfc5ZS7nHKXU+5yyl1OucspdznlLqfc5ZS7nHKXU+5yyl1OucspdznlLqfc',
  '5ZS7nHKXU+5yyl1OucspdznlLqfc5ZS7nHKXU+5yyl1OucspdznlLqfc5ZS7nHKXU+5yyl1OucspdznlLqfc5ZS7nHKXU+5yyl1Oucsp',
  'dznlLqfc5ZS7nHKXU+5yyl1OucspdznlLqfc5ZS7nHKXU+5yyl1OucspdznlLqfc5ZS7nHKXU+5yyh3KXU65yyl3OeUup9zllLuccpdT',
  '7nLKXU65yyl3OeUup9zllLuccpdT7nLKXU65yyl3OeUup9zllLuccpdT7nLKXU65yyl3OeUup9zllLuccpdT7nLKXU65yyl3OeUup9zl',
  'lLuccpdT7nLKXU65yyl3OeUup9zllLuccpdT7nLKXU65yyl3OeUup9zllLuccpdT7nLKXU65yyl3OeUup9zllLuccpdT7nLKXU65yyl3',
  'OeUup9zllLuccpdT7nLKXU65yyl3OeUup9zllLuccpdT7nLKXU65yyl3OeUup9zllLuccpdT7nLKXU65yyl3OeUup9zllLuccpdT7nLK',
  'XU65yyl3OeUup9zllLuccpdT7nLKXU65yyl3OeUup9zllLuccpdT7nLKXU65yyl3OeUup9zllLuccpdT7nLKXU65yyl3OeUup9zllLuc',
  'cpdT7nLKXU65yyl3OeUup9zllLuccpdT7nLKXU65yyl3A48cqASgf1IU468IChQgAAEWQAAAEAhgAAAg4B/pP/reF+LOJfYtNuTGsm5x',
  'h1B2sW5xBym7sG7hDim7WMfiDim7mG5xBylbsW5xhxR2sW5xhyi7mG5xDim7WLfgDim7WGdxhyi7sG5xh5RNsW5xhxS7WGdxhyi7WLc4',
  'Bym7WLdwhxS7WGdxh5RdmG5xh5S1WLdwhxS7WLe4gyi7WLc4h5StWLdwh5RdLGdxh5RdWLc4h5S1WLe4QxS7WLe4g5RdWLdYh5RdrLNw',
  'h5RdLLe4Q5RdWLe4Q4q1WLe4Q5RdrLO4g5RdrFssh5RdrLO4Q4pdTLe4Q8ouWLe4Q4pdrFu4Q5RdrFvcgei0gaF3PwADAAMAAwADAAMA',
  'AwADAAMAA4Al/HsAYOUHYABgAGAAYABgAGAAYABgAGC4ATCl6O9f4D9//f/vH40QAEtI7AZuAG0AbQBT7nLKXU65yyl3OeUup9zllLuc',
  'cpdT7nLKXU65yyl3OeUup9zllLuccpdT7nLKXU65yyl3OeUup9zllLuccpdT7nLKXU65yyl3OeUup9zllLuccpdT7nLKXU65yyl3OeUu',
  'p9zllLuccpdT7nICAeWUu5xyl1PucspdTrnLKXc55S6n3OWUu5xyl1PucspdTrnLKXc55S6n3OWUu5xyl1PucspdTrnLKXc55S6n3OWU',
  'u5xyl1PucspdTrnLKXc55S6n3OWUu5xyl1PucspdTrnLKXc55S6n3OWUuwx3OeUup9zllLuccpdT7nLKXU65yyl3OeUup9zllLuccpdT',
  '7nLKXU65yyl3OeUup9zllLuccpdT7nLKXU65yyl3OeUup9zllLuccpdT7nLKXU65yyl3OeUup9zllLuccpdT7nLKXU65yyl3OeUOyl1O',
  'ucspdznlLqfc5ZS7nHKXU+5yyl1OucspdznlLqfc5ZS7nHKXU+5yyl1OucspdznlLqfc5ZS7nHKXU+5yyl1OucspdznlLqfc5ZS7nHKX',
  'U+5yyl1OucspdznlLqfc5ZS7nHKXU+5yyl1OCYSEWAEAE/A/AgIBv+gfyffee++9995777333nvvvffee++9995777333nvvvffee++9',
  '995777333nvvvffee++9995777333nvvvffee+89PBpYJcbr',
];
