/** Which window of the conversation the model is in (spec: model-context §6). */
import { describe, expect, it } from 'vitest';
import {
  compacted,
  contextOf,
  replacing,
  rolledBack,
  started,
  user,
  userTurn,
  windowed,
  windowId,
} from '../support/model-context-records.js';

describe('the window', () => {
  it('is the initial one of the session meta', () => {
    const id = windowId(1);
    expect(contextOf(userTurn(1), id).window).toEqual({ number: 0, firstId: id, previousId: null, id });
  });

  it('is that of the newest compaction rather than of the session meta', () => {
    const ids = { first_window_id: windowId(1), previous_window_id: windowId(2), window_id: windowId(3) };
    const records = [...userTurn(1), compacted('s', { ...replacing('a'), window_number: 2, ...ids })];
    expect(contextOf(records, windowId(1)).window).toEqual({
      number: 2,
      firstId: windowId(1),
      previousId: windowId(2),
      id: windowId(3),
    });
  });

  it('is the count of older compactions, whatever the session meta says', () => {
    const records = [...userTurn(1), compacted('one'), compacted('two', replacing('a'))];
    expect(contextOf(records, windowId(1)).window).toEqual({
      number: 2,
      firstId: null,
      previousId: null,
      id: null,
    });
  });

  it('counts older compactions of rolled back turns, too', () => {
    const turn = [started('t'), user('q'), compacted('s', replacing('a'))];
    expect(contextOf([...userTurn(1), ...turn, rolledBack(1)]).window.number).toBe(1);
  });

  it('is the initial one when the turn of the only compaction was rolled back', () => {
    const turn = [started('t'), user('q'), compacted('s', { ...replacing('a'), ...windowed(1) })];
    const context = contextOf([...userTurn(1), ...turn, rolledBack(1)], windowId(7));
    expect(context.window).toMatchObject({ number: 0, id: windowId(7) });
  });

  it('has the number that older versions wrote as window id', () => {
    const records = [compacted('s', { ...replacing('a'), window_id: 5 })];
    expect(contextOf(records).window).toEqual({ number: 5, firstId: null, previousId: null, id: null });
  });

  it('looks past a compaction without number for one that has it', () => {
    const numbered = compacted('s', { ...replacing('a'), ...windowed(7) });
    const records = [numbered, ...userTurn(1), compacted('s', replacing('b')), ...userTurn(2)];
    expect(contextOf(records).window).toMatchObject({ number: 7, id: windowId(7) });
  });

  it('takes nothing for an id that is no UUID of version 7', () => {
    const ids = { window_id: 'nonsense', first_window_id: '11111111-1111-4111-8111-111111111111' };
    const records = [compacted('s', { ...replacing('a'), window_number: 5, ...ids })];
    expect(contextOf(records).window).toEqual({ number: 5, firstId: null, previousId: null, id: null });
  });
});
