/** What Codex 0.169.0 did with each demand case, recorded once in `test/demand/codex-0.169.0.json`. */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { PeerDemand } from './demand-peer.js';

const FILE = fileURLToPath(new URL('../demand/codex-0.169.0.json', import.meta.url));

/** One case: what was seen, and in a sentence what that says of the report. */
export interface DemandRecord extends PeerDemand {
  /** `seen`: the reported fault shows; `mended`: 0.169.0 no longer has it; `partly` in between. */
  fault: 'seen' | 'partly' | 'mended' | 'not judged';
  note: string;
}

export function readDemandRecords(): Record<string, DemandRecord> {
  return JSON.parse(readFileSync(FILE, 'utf8'));
}

/** Puts what was seen into the file, under what was written about it by hand; cases in the order of their numbers. */
export function writeDemandRecord(demand: string, seen: PeerDemand): void {
  const records = readDemandRecords();
  const { fault = 'not judged', note = '' } = records[demand] ?? {};
  records[demand] = { fault, note, ...seen };
  const sorted = Object.entries(records).sort(([a], [b]) => a.localeCompare(b, 'en', { numeric: true }));
  writeFileSync(FILE, `${JSON.stringify(Object.fromEntries(sorted), null, 2)}\n`);
}
