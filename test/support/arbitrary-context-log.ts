/**
 * Arbitrary logs of what a model context depends on: turns that are asked for, by whom ever, and turns that are not; complete,
 * aborted, incomplete and without lifecycle; compactions of all generations between and inside turns; world states.
 */
import fc from 'fast-check';
import type { RolloutRecord } from '../../src/events/decode-line.js';
import {
  aborted,
  assistant,
  compacted,
  complete,
  delivery,
  developer,
  interAgent,
  item,
  message,
  replacing,
  resuming,
  rolledBack,
  started,
  turnContext,
  user,
  userEvent,
  windowed,
  windowId,
  worldState,
} from './model-context-records.js';

type Step = (turnId: string) => RolloutRecord[];

const step = (make: (turnId: string, n: number) => RolloutRecord[]): fc.Arbitrary<Step> =>
  fc.nat(5).map((n) => (turnId) => make(turnId, n));

/** Written by 0.169: a history, a window, and as a rule resume metadata, the world and a turn context. */
const compaction: fc.Arbitrary<Step> = fc
  .record({
    n: fc.nat(9),
    resume: fc.option(fc.constantFrom('model r', null), { nil: undefined }),
    world: fc.boolean(),
    context: fc.boolean(),
  })
  .map(({ n, resume, world, context }) => (turnId) => [
    compacted(`summary ${n}`, {
      ...replacing(`kept ${n}`),
      ...windowed(n),
      ...(resume !== undefined && resuming(resume)),
    }),
    ...(world ? [worldState(true, { n })] : []),
    ...(context ? [turnContext(turnId, `model c${n}`)] : []),
  ]);

const olderCompaction: fc.Arbitrary<Step> = fc
  .constantFrom({}, replacing('kept'), windowed(3), { ...replacing('kept'), ...resuming('model o') })
  .map((fields) => () => [compacted('summary', fields)]);

const envelope = (n: number) =>
  JSON.stringify({ author: '/root/a', recipient: '/root', content: `do ${n}`, trigger_turn: n % 2 === 0 });

const inTurn: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: step((_, n) => [user(`question ${n}`)]) },
  { weight: 2, arbitrary: step((_, n) => [userEvent(`question ${n}`)]) },
  { weight: 4, arbitrary: step((turnId, n) => [turnContext(turnId, `model ${n}`)]) },
  { weight: 1, arbitrary: step((_, n) => [turnContext(n === 0 ? null : `turn-${n}`, `model ${n}`)]) },
  { weight: 3, arbitrary: step((_, n) => [assistant(`answer ${n}`)]) },
  { weight: 1, arbitrary: step((_, n) => [assistant(envelope(n))]) },
  { weight: 1, arbitrary: step(() => [user('<environment_context>here</environment_context>')]) },
  { weight: 1, arbitrary: step((turnId) => [developer('<model_switch>x</model_switch>', turnId)]) },
  { weight: 1, arbitrary: step((turnId, n) => [item(message('user', `steer ${n}`, turnId))]) },
  { weight: 1, arbitrary: step((_, n) => [interAgent({ content: `${n}`, trigger_turn: n > 2 })]) },
  {
    weight: 1,
    arbitrary: step((_, n) => [
      delivery(n > 2),
      item({ type: 'agent_message', author: '/root/a', recipient: '/root', content: [] }),
    ]),
  },
  { weight: 2, arbitrary: step((_, n) => [worldState(n === 0, { [`s${n}`]: n })]) },
  { weight: 3, arbitrary: compaction },
);

const ends = {
  complete: (turnId: string) => [complete(turnId)],
  aborted: (turnId: string) => [aborted(turnId)],
  nameless: () => [aborted(null)],
  other: () => [aborted('another turn')],
  none: () => [],
};

const wholeTurn = (steps: fc.Arbitrary<Step>): fc.Arbitrary<(index: number) => RolloutRecord[]> =>
  fc
    .record({
      begins: fc.oneof(
        { weight: 9, arbitrary: fc.constant(true) },
        { weight: 1, arbitrary: fc.constant(false) },
      ),
      end: fc.oneof(
        { weight: 6, arbitrary: fc.constant('complete' as const) },
        {
          weight: 1,
          arbitrary: fc.constantFrom(
            'aborted' as const,
            'nameless' as const,
            'other' as const,
            'none' as const,
          ),
        },
      ),
      steps: fc.array(steps, { maxLength: 6 }),
    })
    .map(({ begins, end, steps: made }) => (index) => {
      const turnId = `turn-${index}`;
      return [
        ...(begins ? [started(turnId)] : []),
        ...made.flatMap((make) => make(turnId)),
        ...ends[end](turnId),
      ];
    });

const logOf = (turns: fc.Arbitrary<(index: number) => RolloutRecord[]>): fc.Arbitrary<RolloutRecord[]> =>
  fc.array(turns, { maxLength: 10 }).map((made) => made.flatMap((make, index) => make(index)));

/** As paginated rollouts have it: no rollbacks, and compactions of the present. */
export const arbitraryPaginatedContextLog = logOf(wholeTurn(inTurn));

/** With rollbacks and compactions of older versions. */
export const arbitraryLegacyContextLog = logOf(
  fc.oneof(
    {
      weight: 5,
      arbitrary: wholeTurn(
        fc.oneof({ weight: 12, arbitrary: inTurn }, { weight: 1, arbitrary: olderCompaction }),
      ),
    },
    { weight: 1, arbitrary: fc.nat(3).map((turns) => () => [rolledBack(turns)]) },
  ),
);

/** The session_meta of such a log, as far as it matters. */
export const arbitraryMeta = fc.constantFrom(null, { context_window: { window_id: windowId(0) } });
