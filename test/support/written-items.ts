/** Completed items in the bytes in which Codex 0.169 writes them: see `written-records`. */
const THREAD = '01a1fb59-da95-7711-be9b-1e730f7dbc46';
const event = (payload: string) => `"type":"event_msg","payload":${payload}`;
const item = (fields: string) =>
  event(
    `{"type":"item_completed","thread_id":"${THREAD}","turn_id":"t","item":${fields},"started_at_ms":1,"completed_at_ms":2}`,
  );

/** Kind and fullness, then the line from `type` on. */
export const WRITTEN_ITEMS: readonly (readonly [string, string])[] = [
  [
    'command, fewest fields',
    item(
      '{"type":"CommandExecution","id":"i","command":["a"],"cwd":"file:///work","parsed_cmd":[{"type":"list_files","cmd":"c","path":null},{"type":"search","cmd":"c","query":null,"path":null}],"source":"agent","status":"declined"}',
    ),
  ],
  [
    'agent message item, all fields',
    item(
      '{"type":"AgentMessage","moderation":{"moderated":true,"display":{"action":"a"}},"id":"i","content":[{"type":"Text","text":"t"}],"phase":"commentary","memory_citation":{"entries":[{"path":"p","lineStart":1,"lineEnd":2,"note":"n"}],"rolloutIds":["r"]},"delivery":"async","questions":[{"title":"u","options":null}]}',
    ),
  ],
  [
    'file change',
    item(
      '{"type":"FileChange","id":"i","changes":{"/b":{"type":"update","unified_diff":"d","move_path":null},"/a":{"type":"add","content":"c"}},"status":"completed","auto_approved":true,"stdout":"o","stderr":"e"}',
    ),
  ],
  [
    'search of the web extension, fewest fields',
    item('{"type":"Extension","kind":"web.search","id":"i","query":"q","action":null,"results":null}'),
  ],
  [
    'image of the image extension',
    item(
      '{"type":"Extension","kind":"image_gen.generation","id":"i","status":"s","revisedPrompt":null,"result":"x","transparentBackground":null,"failure":{"type":"usageLimitExceeded","limitId":"l","resetsAt":5},"savedPath":"/a","inputImages":[{"path":"/s","sha256":"x"}],"generationId":null}',
    ),
  ],
  [
    'call between agents, fewest fields',
    item(
      `{"type":"CollabAgentToolCall","id":"i","tool":"wait","status":"completed","sender_thread_id":"${THREAD}","receiver_thread_ids":[],"receiver_agents":[],"agents_states":{}}`,
    ),
  ],
  [
    'MCP call, all fields',
    item(
      '{"type":"McpToolCall","id":"i","server":"s","tool":"t","arguments":{"b":1.10,"10":2,"a":1e+400},"connectorId":"c","mcpAppResourceUri":"m","mcpAppUi":{"resourceUri":"r","preferredModelDisplayMode":"inline"},"linkId":"l","appName":"a","actionName":"n","pluginId":"p","readOnlyHint":true,"status":"completed","result":{"content":[{"type":"text","text":"x","z":null}],"structuredContent":{"z":1.0,"a":null},"isError":true,"_meta":{"z":1,"a":2}},"error":{"message":"m"},"duration":{"secs":1,"nanos":2}}',
    ),
  ],
];
