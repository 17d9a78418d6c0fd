/**
 * What is said in a turn: user and agent messages, reasoning, plans (spec: turn-items §2, legacy-event-shapes, messages).
 */
import { pathToFileURL } from 'node:url';
import { type JsonObject, withoutAbsent } from '../json-object.js';
import {
  assistantMessage,
  inputMessage,
  type MessagePhase,
  reasoningItem,
} from '../payloads/response-items.js';
import { writeResponseItem } from '../rollout-draft.js';
import {
  beginResponse,
  endResponse,
  type TurnDraft,
  writeItem,
  writeItemCompleted,
  writeTokenCount,
} from './turn-draft.js';

export interface UserOptions {
  clientId?: string;
  /** Data or web addresses. */
  images?: readonly string[];
  /** Absolute paths. */
  localImages?: readonly string[];
}

export function writeUserMessage(turn: TurnDraft, text: string, options: UserOptions = {}): void {
  const { draft, turnId } = turn;
  const { clientId, images = [], localImages = [] } = options;
  const at = draft.clock.now();
  const id = `msg_${draft.ids.uuid(at)}`;
  writeResponseItem(
    draft,
    inputMessage({
      id,
      turnId,
      role: 'user',
      content: [
        { type: 'input_text', text },
        ...images.map((image_url) => ({ type: 'input_image', image_url })),
        ...localImages.map((path) => ({ type: 'input_image', image_url: pathToFileURL(path).href })),
      ],
      kind: 'user.text',
      createdAtMs: at,
    }),
    {
      retained: { messageId: id, turnId, role: 'user', revision: `retained_${draft.ids.uuid(at)}` },
      ordered: true,
      attribution: true,
    },
  );
  writeItem(turn, {
    item: withoutAbsent({
      type: 'UserMessage',
      id: draft.ids.uuid(at),
      client_id: clientId,
      content: [
        { type: 'text', text, text_elements: [] },
        ...images.map((image_url) => ({ type: 'image', image_url })),
        ...localImages.map((path) => ({ type: 'local_image', path })),
      ],
    }),
    legacy: [
      withoutAbsent({
        type: 'user_message',
        client_id: clientId,
        message: text,
        images,
        local_images: localImages,
        audio: [],
        local_audio: [],
        text_elements: [],
      }),
    ],
  });
}

export interface AgentOptions {
  /** `commentary` keeps the model's response open for a tool call that follows. */
  phase?: MessagePhase;
  /** A message sent while the agent works on. */
  delivery?: 'async';
  questions?: readonly { title: string; options: readonly string[] | null }[];
}

export function writeAgentMessage(turn: TurnDraft, text: string, options: AgentOptions = {}): void {
  const { phase, delivery, questions } = options;
  const { draft } = turn;
  beginResponse(turn);
  const id = draft.ids.token('msg');
  const startedAtMs = draft.clock.now();
  draft.clock.advance(5 * text.length);
  writeItem(turn, {
    item: withoutAbsent({
      type: 'AgentMessage',
      id,
      content: [{ type: 'Text', text }],
      phase,
      delivery,
      questions,
    }),
    legacy: [
      withoutAbsent({
        type: 'agent_message',
        message: text,
        phase: phase ?? null,
        memory_citation: null,
        delivery,
        questions,
      }),
    ],
    startedAtMs,
  });
  writeAssistantResponse(turn, id, text, phase);
  turn.lastAgentMessage = text;
  if (phase !== 'commentary') finishResponse(turn);
}

export function writeReasoning(
  turn: TurnDraft,
  summary: readonly string[],
  raw: readonly string[] = [],
): void {
  const { draft, turnId } = turn;
  beginResponse(turn);
  const id = draft.ids.token('rs');
  const startedAtMs = draft.clock.now();
  draft.clock.advance(400 * summary.length);
  const legacy: JsonObject[] = [
    ...summary.map((text) => ({ type: 'agent_reasoning', text })),
    ...raw.map((text) => ({ type: 'agent_reasoning_raw_content', text })),
  ];
  writeItem(turn, {
    item: { type: 'Reasoning', id, summary_text: summary, raw_content: raw },
    legacy,
    startedAtMs,
  });
  writeResponseItem(draft, reasoningItem({ id, turnId, summary, raw }));
}

/** A proposed plan; Codex writes it as item_completed in both modes. */
export function writePlan(turn: TurnDraft, text: string): void {
  const { draft, turnId } = turn;
  beginResponse(turn);
  const startedAtMs = draft.clock.now();
  draft.clock.advance(5 * text.length);
  writeItemCompleted(turn, { type: 'Plan', id: `${turnId}-plan`, text }, startedAtMs);
  writeAssistantResponse(turn, draft.ids.token('msg'), `<proposed_plan>\n${text}</proposed_plan>`, undefined);
  finishResponse(turn);
}

function writeAssistantResponse(
  turn: TurnDraft,
  id: string,
  text: string,
  phase: MessagePhase | undefined,
): void {
  const { draft, turnId } = turn;
  const revision = `retained_${draft.ids.uuid(draft.clock.now())}`;
  writeResponseItem(draft, assistantMessage({ id, turnId, text, phase }), {
    retained: { messageId: id, turnId, role: 'assistant', revision },
    ordered: true,
  });
}

function finishResponse(turn: TurnDraft): void {
  endResponse(turn);
  writeTokenCount(turn);
}
