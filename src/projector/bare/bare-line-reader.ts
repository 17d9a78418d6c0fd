/** Reads the lines of the envelope-less files of mid-2025 as the records that a legacy log of the same session would hold. */
import { tooLong } from '../finding.js';
import { type LineReader, type ReadPosition, remark } from '../line-outcome.js';
import { bareFolder, bareRecords } from './bare-records.js';

/** Keeps nothing between lines. */
export function bareLineReader(from: ReadPosition): LineReader {
  return {
    read(text) {
      const { start, end, line } = text;
      if (line === null) return remark(text, tooLong(start, end));
      if (line.kind === 'malformed') {
        const detail = line.reason;
        return remark(text, { kind: 'malformed_json', action: 'line_skipped', ordinal: null, detail });
      }
      const json = line.kind === 'unrecognised' ? line.json : null;
      const records = json === null ? null : bareRecords(json);
      if (json === null || records === null) {
        const detail = 'no line of an envelope-less rollout';
        return remark(text, { kind: 'unknown_line', action: 'line_skipped', ordinal: null, detail });
      }
      if (records.length === 0) {
        const folder = bareFolder(json);
        return folder === null ? null : { start, end, finding: null, write: { kind: 'told', folder } };
      }
      return { start, end, finding: null, write: { kind: 'records', records, lineTimeMs: 0 } };
    },
    pass: () => null,
    looksInto: () => true,
    position: () => from,
  };
}
