import { describe, expect, it } from 'vitest';
import { threadItemJson } from '../../support/thread-item-json.js';

const message = { type: 'AgentMessage', id: 'a', content: [{ type: 'Text', text: 'x' }] };

describe('a message of the agent', () => {
  it('shows null for all that it does not say', () => {
    expect(threadItemJson(message)).toBe(
      '{"type":"agentMessage","moderation":null,"id":"a","text":"x","phase":null,"memoryCitation":null,"delivery":null,"questions":null}',
    );
  });

  it('puts the parts of its text together', () => {
    const content = ['a', '', 'b'].map((text) => ({ type: 'Text', text }));
    expect(JSON.parse(threadItemJson({ ...message, content }))).toMatchObject({ text: 'ab' });
    expect(JSON.parse(threadItemJson({ ...message, content: [] }))).toMatchObject({ text: '' });
  });

  it('shows all that it can say', () => {
    expect(
      threadItemJson({
        ...message,
        phase: 'final_answer',
        delivery: 'async',
        questions: [{ title: 'q' }, { title: 'r', options: ['o'] }],
        memory_citation: {
          entries: [{ note: 'n', path: 'p', lineStart: 1, lineEnd: 2, later: true }],
          rolloutIds: ['r'],
        },
        moderation: { moderated: true, display: { action: 'blur', cyberTrustedAccess: true } },
      }),
    ).toBe(
      '{"type":"agentMessage","moderation":{"moderated":true,"display":{"action":"blur","blockType":null,"cyberTrustedAccess":true,"checkTrustedContacts":null}},"id":"a","text":"x","phase":"final_answer",' +
        '"memoryCitation":{"entries":[{"path":"p","lineStart":1,"lineEnd":2,"note":"n"}],"threadIds":["r"]},"delivery":"async","questions":[{"title":"q","options":null},{"title":"r","options":["o"]}]}',
    );
  });
});
