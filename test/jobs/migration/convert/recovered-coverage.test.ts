/** Nothing that readers of a legacy rollout saw is lost by its migration, recovered items included. */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { proveInShadow } from '../../../../src/jobs/migration/convert/prove-conversion.js';
import { visibleItems } from '../../../../src/jobs/migration/convert/visible-items.js';
import { Shadow } from '../../../../src/jobs/verify/shadow.js';
import { convertLines, sourceLines } from '../../../support/conversion-lab.js';
import {
  agentSays,
  arbitraryRecords,
  call,
  compacted,
  event,
  jsonOutput,
  linesOf,
  output,
  response,
  sessionMeta,
  turnContext,
  userSays,
} from '../../../support/recovered-lines.js';

let shadow: Shadow;

beforeAll(async () => {
  shadow = await Shadow.open();
});

afterAll(() => shadow.close());

type Records = Parameters<typeof linesOf>[0];

const textsOf = (records: Records): string[] => linesOf(records).trimEnd().split('\n');

function proofOf(lines: readonly string[], { recover }: { recover: boolean }) {
  const { lines: after } = convertLines(lines, { recover });
  return proveInShadow(shadow, { before: () => sourceLines(lines), after: () => sourceLines(after) });
}

/** What readers see of the paginated rollout: kind and id; what is recovered comes last. */
function seenAfter(lines: readonly string[], { recover }: { recover: boolean }): string[] {
  const { lines: after } = convertLines(lines, { recover });
  shadow.begin();
  const { shown, recovered } = visibleItems(shadow, 'canonical', sourceLines(after));
  const items = [
    ...Array.from(shown, ({ type, id }) => `${type} ${id}`),
    ...Array.from(recovered, ({ type, id }) => `${type} ${id} recovered`),
  ];
  shadow.end();
  return items;
}

const commandEnd = (aggregated_output: string) =>
  event({
    type: 'exec_command_end',
    call_id: 'call',
    turn_id: 'rollout-1',
    command: ['make'],
    cwd: '/work',
    parsed_cmd: [{ type: 'unknown', cmd: 'make' }],
    aggregated_output,
    exit_code: 0,
    duration: { secs: 1, nanos: 0 },
    status: 'completed',
  });

const SEARCH = response({
  type: 'web_search_call',
  status: 'completed',
  action: { type: 'search', query: 'q' },
});
const SHELL = response({
  type: 'message',
  role: 'user',
  content: [
    {
      type: 'input_text',
      text: '<user_shell_command>\n<command>\nls\n</command>\n<result>\nExit code: 0\nDuration: 0.1 seconds\nOutput:\na\n</result>\n</user_shell_command>',
    },
  ],
});

/** One of each kind that has a name of its own, and one of each kind that has none. */
const LOG: Records = [
  sessionMeta,
  turnContext('/elsewhere'),
  userSays('build it'),
  call('shell', { command: ['make'], workdir: 'src' }),
  output(jsonOutput('built\n')),
  call('update_plan', { plan: [] }, 'plan'),
  call('exec_command', { cmd: 'ls | wc' }, 'only a shell'),
  SEARCH,
  SHELL,
  compacted([['user', 'said before']]),
];

describe('the coverage of a migration', () => {
  test('given calls that only response items tell, they are shown after it as they were before', () => {
    const lines = textsOf(LOG);
    expect(proofOf(lines, { recover: false })).toMatchObject({
      problem: null,
      details: { itemsBefore: 7, recoveredBefore: 6, itemsAfter: 7, recoveredAfter: 6 },
    });
  });

  test('given that they are written, each is shown once', () => {
    const lines = textsOf(LOG);
    expect(proofOf(lines, { recover: true })).toMatchObject({
      problem: null,
      details: { itemsBefore: 7, recoveredBefore: 6, itemsAfter: 7, recoveredAfter: 0 },
    });
    const kinds = (seen: string[]) => seen.map((text) => text.split(' ')[0]).sort();
    expect(kinds(seenAfter(lines, { recover: true }))).toEqual(kinds(seenAfter(lines, { recover: false })));
  });

  test.each([true, false])(
    'given the end of a command with a long output, it stays whole (written: %s)',
    (recover) => {
      const long = 'x'.repeat(200_000);
      const lines = textsOf([
        sessionMeta,
        userSays('build it'),
        call('shell', { command: ['make'] }),
        commandEnd(long),
        call('shell', { command: ['cat', 'log'] }, 'cat'),
        output(jsonOutput(long), 'cat'),
      ]);
      expect(proofOf(lines, { recover })).toMatchObject({ problem: null, details: { recoveredBefore: 2 } });
    },
  );

  test('given a recovered item that the result does not show, it is not proved', () => {
    const lines = textsOf(LOG);
    const { lines: after } = convertLines(lines);
    const without = after.filter((line) => !line.includes('"name":"update_plan"'));
    const renumbered = without.map((line, at) => line.replace(/"ordinal":\d+/, `"ordinal":${at}`));
    const proof = proveInShadow(shadow, {
      before: () => sourceLines(lines),
      after: () => sourceLines(renumbered),
    });
    expect(proof).toMatchObject({ proven: false, details: { missingCount: 1, missingRecovered: 1 } });
    expect(proof.problem).toContain('with --recover they are written');
  });

  test('given a recovered message that a later one repeats, both are found', () => {
    const lines = textsOf([
      ...[sessionMeta, userSays('begin'), compacted([['user', 'one']])],
      ...[agentSays('two'), userSays('one')],
    ]);
    expect(proofOf(lines, { recover: true })).toMatchObject({ problem: null, details: { itemsBefore: 4 } });
  });

  test('given any log whose calls have ids of their own, it holds', () => {
    let recovered = 0;
    fc.assert(
      fc.property(arbitraryRecords, fc.boolean(), (records, recover) => {
        const lines = textsOf(asWritten(records));
        const { problem, details } = proofOf(lines, { recover });
        recovered += details.recoveredBefore;
        expect(problem).toBeNull();
      }),
      { numRuns: 300 },
    );
    expect(recovered).toBeGreaterThan(500);
  });
});

/** Whose calls end with which event. */
const TOOL_OF: Record<string, string> = { exec_command_end: 'exec_command', patch_apply_end: 'apply_patch' };

/**
 * A log as sessions write it: the user speaks first, no id of a turn or a call is used again, nothing is told of turns that never
 * begin, and nothing ends as something else. Readers of a paginated rollout have one row for a turn and one for an item of
 * an id. Without rollbacks: they take from compactions, too, what nobody else tells.
 */
function asWritten(records: Records): Records {
  const turns = new Map<unknown, string>();
  const calls = new Map<unknown, string>();
  const names = new Map<unknown, unknown>();
  const written = records.flatMap(({ type, payload }, at) => {
    if (payload.type === 'thread_rolled_back') return [];
    if (type === 'event_msg' && payload.call_id !== undefined) {
      const tool = names.get(payload.call_id);
      if (tool !== TOOL_OF[String(payload.type)] && tool !== undefined) return [];
      if (tool === undefined && payload.type === 'exec_command_end') return [];
    }
    const own = { ...payload };
    if (payload.type === 'task_started') turns.set(payload.turn_id, `turn-${at}`);
    if (payload.name !== undefined) {
      calls.set(payload.call_id, `call-${at}`);
      names.set(payload.call_id, payload.name);
    }
    if (payload.turn_id !== undefined && payload.turn_id !== '') {
      const turn = turns.get(payload.turn_id);
      if (turn === undefined) return [];
      own.turn_id = turn;
    }
    if (payload.call_id !== undefined) own.call_id = calls.get(payload.call_id) ?? `${payload.call_id}-${at}`;
    if (payload.id !== undefined && type === 'response_item') own.id = `${payload.id}-${at}`;
    if ('internal_chat_message_metadata_passthrough' in payload)
      own.internal_chat_message_metadata_passthrough = {};
    return [{ type, payload: own }];
  });
  const [head = sessionMeta, ...rest] = written;
  return [head, userSays('begin'), ...rest];
}
