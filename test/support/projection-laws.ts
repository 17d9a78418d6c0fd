/** Laws of projection as properties of any text of a log, for suites that have their own logs. */
import fc from 'fast-check';
import { expect } from 'vitest';
import { arbitraryCuts, piecesOf } from './arbitrary-pieces.js';
import type { HistoryLab } from './history-lab.js';

export interface LabsAndText {
  /** Two labs, since rows of one way are compared with those of another. */
  one: HistoryLab;
  other: HistoryLab;
  text: fc.Arbitrary<string>;
  numRuns: number;
  /** Told of the lab that projected all at once, each time. */
  onWhole?: (whole: HistoryLab) => void;
}

/** Projects a text from its beginning. */
export async function projectText(lab: HistoryLab, text: string): Promise<void> {
  lab.clear();
  lab.write(text);
  await lab.project();
}

/** Rows do not depend on the pieces, cut anywhere, in which a log arrives, nor on restarts between them. */
export async function expectSameInPieces(options: LabsAndText): Promise<void> {
  const { one, other, text: texts, numRuns, onWhole } = options;
  const property = fc.asyncProperty(texts, arbitraryCuts(), async (text, cuts) => {
    one.clear();
    one.write('');
    for (const piece of piecesOf(Buffer.from(text), cuts)) {
      one.append(piece);
      one.restart();
      await one.project();
    }
    await projectText(other, text);
    onWhole?.(other);
    expect(one.rows()).toEqual(other.rows());
  });
  await fc.assert(property, { numRuns });
}

/** Rows are the same when every line is projected by itself. */
export async function expectSameLineByLine({ one, other, text: texts, numRuns }: LabsAndText): Promise<void> {
  const property = fc.asyncProperty(texts, async (text) => {
    one.clear();
    one.write('');
    for (const line of text.split(/(?<=\n)/)) {
      one.append(line);
      await one.project();
    }
    await projectText(other, text);
    expect(one.rows()).toEqual(other.rows());
  });
  await fc.assert(property, { numRuns });
}

/** Rows do not change when nothing was added, nor when all is made again. */
export async function expectSameAgain(lab: HistoryLab, text: string): Promise<void> {
  await projectText(lab, text);
  const rows = lab.rows();
  lab.restart();
  await lab.project();
  expect(lab.rows()).toEqual(rows);
  expect(await lab.rebuild()).toEqual(rows);
}
