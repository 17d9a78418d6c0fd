/**
 * What Codex 0.169.0 makes of the demand cases is what was recorded of it. With `THREADLOOM_RECORD=1` it is recorded anew.
 */
import { describe, expect, it } from 'vitest';
import { DEMAND_CASES } from '../demand/demand-cases.js';
import { askPeer } from '../support/demand-peer.js';
import { readDemandRecords, writeDemandRecord } from '../support/demand-record.js';
import { PEER } from '../support/peer-process.js';

const RECORD = process.env.THREADLOOM_RECORD === '1';

describe.skipIf(PEER === undefined)('Codex 0.169.0 and the damage that users reported', () => {
  it.each(DEMAND_CASES.map((demand) => [demand.demand, demand] as const))(
    'meets %s as recorded',
    { timeout: 120_000 },
    async (number, demand) => {
      const seen = await askPeer(demand);
      if (RECORD) writeDemandRecord(number, seen);
      expect(readDemandRecords()[number]).toMatchObject({ ...seen });
    },
  );
});
