/**
 * Records in the bytes in which Codex 0.169 writes them: of each kind one with all fields and one with the fewest that it takes. Seen by
 * giving it both and looking at what it made of them.
 */
import { WRITTEN_ITEMS } from './written-items.js';

const THREAD = '01a1fb59-da95-7711-be9b-1e730f7dbc46';
const OTHER = '01a1fb5a-b976-7cf0-b963-188df6a0579d';
const PASSED =
  '"internal_chat_message_metadata_passthrough":{"turn_id":"t","create_time":1795218523.25,"content_item_kinds":["unknown"],"content_item_metadata":[{"provenance":{"type":"user"}}]}';
const USAGE =
  '{"input_tokens":1,"cached_input_tokens":2,"cache_write_input_tokens":6,"output_tokens":3,"reasoning_output_tokens":4,"total_tokens":5}';
const ATTRIBUTION =
  '{"turn_id":"t","turn_trigger":"user","parent_turn_id":null,"initiating_agent_path":null,"root_turn_id":"r"}';

const event = (payload: string) => `"type":"event_msg","payload":${payload}`;
const response = (payload: string, metadata = '') => `"type":"response_item","payload":${payload}${metadata}`;

/** Kind and fullness, then the line from `type` on. */
export const WRITTEN_RECORDS: readonly (readonly [string, string])[] = [
  [
    'session_meta, all fields',
    `"type":"session_meta","payload":{"account_scoped":true,"creator_user_id":"u","creator_account_id":"a","session_id":"${THREAD}","id":"${THREAD}","forked_from_id":"${OTHER}","forked_from_ordinal_exclusive":3,"parent_thread_id":"${OTHER}","timestamp":"2026-11-20T10:00:00.000Z","cwd":"/work","runtime_workspace_roots":[],"originator":"o","cli_version":"0.169.0","source":{"subagent":{"thread_spawn":{"parent_thread_id":"${OTHER}","depth":1,"agent_path":null,"agent_nickname":null,"agent_role":"x"}}},"thread_source":"subagent","agent_nickname":"n","agent_role":"r","agent_path":"/root/w","model_provider":"m","base_instructions":{"text":"b","provenance":{"type":"model","model":"m"}},"dynamic_tools":[{"type":"function","name":"f","description":"d","inputSchema":{"properties":{},"type":"object"}}],"memory_mode":"enabled","history_mode":"paginated","history_base":{"thread_id":"${OTHER}","end_ordinal_exclusive":3,"end_byte_offset":99},"subagent_history_start_ordinal":9,"multi_agent_version":"v1","context_window":{"window_id":"w"},"git":{"commit_hash":"h","branch":"b","repository_url":"https://x/y"}}`,
  ],
  [
    'session_meta, fewest fields',
    `"type":"session_meta","payload":{"session_id":"${THREAD}","id":"${THREAD}","timestamp":"2026-11-20T10:00:00.000Z","cwd":"/work","originator":"o","cli_version":"0.169.0","source":"cli","model_provider":null,"base_instructions":null,"history_mode":"legacy"}`,
  ],
  [
    'task_started, all fields',
    event(
      `{"type":"task_started","turn_attribution":${ATTRIBUTION},"turn_id":"t","root_turn_id":"r","trace_id":"x","started_at":1,"model_context_window":5,"collaboration_mode_kind":"plan"}`,
    ),
  ],
  [
    'task_started, fewest fields',
    event(
      '{"type":"task_started","turn_id":"t","model_context_window":null,"collaboration_mode_kind":"default"}',
    ),
  ],
  [
    'task_complete, all fields',
    event(
      '{"type":"task_complete","root_turn_id":"r","turn_id":"t","last_agent_message":"l","error":{"message":"m","codex_error_info":{"http_connection_failed":{"http_status_code":null}}},"started_at":1,"completed_at":2,"duration_ms":3,"time_to_first_token_ms":4}',
    ),
  ],
  [
    'task_complete, fewest fields',
    event(
      '{"type":"task_complete","turn_id":"t","last_agent_message":null,"error":{"message":"m","codex_error_info":null}}',
    ),
  ],
  ['turn_aborted, fewest fields', event('{"type":"turn_aborted","turn_id":null,"reason":"replaced"}')],
  [
    'token_count, all fields',
    event(
      `{"type":"token_count","info":{"total_token_usage":${USAGE},"last_token_usage":${USAGE},"last_usage_includes_reasoning":true,"model_context_window":null},"rate_limits":{"limit_id":"l","limit_name":null,"primary":{"used_percent":5.0,"window_minutes":1,"resets_at":1},"secondary":{"used_percent":1e-7,"window_minutes":null,"resets_at":null},"credits":{"has_credits":true,"unlimited":true,"balance":"b"},"individual_limit":null,"spend_control_reached":null,"plan_type":"plus","rate_limit_reached_type":null}}`,
    ),
  ],
  ['token_count, fewest fields', event('{"type":"token_count","info":null,"rate_limits":null}')],
  [
    'user_message, all fields',
    event(
      '{"type":"user_message","client_id":"c","message":"hello","images":["u"],"image_details":["high"],"file_ids":["f"],"file_id_details":["low"],"image_order":["inline","file"],"local_images":["/a.png"],"local_image_details":["low"],"audio":["u"],"local_audio":["/a.wav"],"text_elements":[{"byte_range":{"start":0,"end":1},"placeholder":null}]}',
    ),
  ],
  [
    'user_message, fewest fields',
    event('{"type":"user_message","message":"m","local_images":[],"local_audio":[],"text_elements":[]}'),
  ],
  [
    'agent_message, fewest fields',
    event('{"type":"agent_message","message":"m","phase":null,"memory_citation":null}'),
  ],
  [
    'sub_agent_activity',
    event(
      `{"type":"sub_agent_activity","model":null,"reasoning_effort":null,"event_id":"e","occurred_at_ms":0,"agent_thread_id":"${OTHER}","agent_path":"/root/a","kind":"started"}`,
    ),
  ],
  [
    'exited_review_mode',
    event(
      '{"type":"exited_review_mode","turn_id":"t","item_id":"i","review_output":{"findings":[],"overall_correctness":"c","overall_explanation":"e","overall_confidence_score":1.0}}',
    ),
  ],
  [
    'mcp_tool_call_end, fewest fields',
    event(
      '{"type":"mcp_tool_call_end","call_id":"c","turn_id":"","invocation":{"server":"s","tool":"t","arguments":null},"duration":{"secs":1,"nanos":2},"result":{"Err":"x"}}',
    ),
  ],
  [
    'response message, all fields',
    response(
      `{"type":"message","encrypted_content":"e","status":"completed","id":"m","role":"user","content":[{"type":"input_text","text":"x"},{"type":"input_image","image_url":"u","detail":"high"}],"phase":"commentary",${PASSED}}`,
      ',"metadata":{"history_sequence":1,"sampled_through_sequence":2,"guardian_review_ids":["g"],"guardian_source_order_guidance":true,"retained_source":{"id":{"message_id":"m","turn_id":"t","role":"user"},"revision":"r","complete":true},"additional_context_tool_output":true,"client_authored":true,"fallback_token_limit_override":5,"harness_authored_configuration":true,"compaction_without_file_error_sources":true,"compaction_model_hash":"h","user_input_order":4,"compaction_output":true,"inherited_user_message":true,"mcp_attribution":{"status":"none"}}',
    ),
  ],
  [
    'response message, fewest fields',
    response('{"type":"message","role":"assistant","content":[]}', ',"metadata":{"client_authored":false}'),
  ],
  [
    'reasoning response, fewest fields',
    response('{"type":"reasoning","summary":[],"content":null,"encrypted_content":null}'),
  ],
  [
    'local_shell_call, fewest fields',
    response(
      '{"type":"local_shell_call","call_id":null,"status":"in_progress","action":{"type":"exec","command":["a"],"timeout_ms":null,"working_directory":null,"env":null,"user":null}}',
    ),
  ],
  [
    'function_call, all fields',
    response(
      `{"type":"function_call","encrypted_content":"e","status":"completed","id":"i","name":"n","namespace":"s","arguments":"{}","encrypted_function_args":["x"],"call_id":"c",${PASSED}}`,
    ),
  ],
  [
    'custom_tool_call, all fields',
    response(
      `{"type":"custom_tool_call","encrypted_content":"e","id":"i","status":"completed","call_id":"c","name":"n","namespace":"s","input":"x",${PASSED}}`,
    ),
  ],
  [
    'tool_search_call, fewest fields',
    response('{"type":"tool_search_call","call_id":null,"execution":"client","arguments":null}'),
  ],
  [
    'turn_context, all fields',
    '"type":"turn_context","payload":{"turn_id":"t","root_turn_id":"r","disabled_plugin_ids":["p"],"cwd":"/work","approval_policy":{"granular":{"sandbox_approval":true,"rules":true,"skill_approval":false,"request_permissions":false,"mcp_elicitations":true}},"approvals_reviewer":"user","permission_profile":{"type":"managed","file_system":{"type":"restricted","entries":[{"path":{"type":"path","path":"/a"},"access":"read","missing_path_behavior":"skip"}]},"network":"enabled"},"model":"m","comp_hash":"c","collaboration_mode":{"mode":"plan","settings":{"model":"m","reasoning_effort":null,"developer_instructions":null}},"multi_agent_version":"v1","realtime_active":true,"cyber_access_program":"daybreak_red","effort":"high","summary":"auto","sandbox_policy":{"type":"workspace-write","network_access":false,"exclude_tmpdir_env_var":false,"exclude_slash_tmp":false},"file_system_sandbox_policy":{"kind":"restricted","entries":[]}}',
  ],
  [
    'compacted, fewest fields',
    '"type":"compacted","payload":{"message":"m","compaction_response_id":null,"latest_token_usage_record":null,"resume_metadata":{"multi_agent_version":null,"last_started_turn_id":null,"previous_turn_settings":null}}',
  ],
  [
    'retained context of a compaction',
    '"type":"compacted","payload":{"message":"m","retained_context":{"verified_answers":[],"incomplete":false,"user_messages":[],"user_messages_incomplete":true,"assistant_messages":[{"order":2,"turn_id":"t","message_id":null,"text":"x","complete":false}],"assistant_messages_incomplete":false,"next_order":0},"compaction_response_id":null,"latest_token_usage_record":null}',
  ],
  [
    'realtime_item',
    '"type":"realtime_item","payload":{"id":"i","realtime_session_id":"r","type":"realtime_session_closed","outcome":"ended"}',
  ],
  [
    'security_risk_score',
    '"type":"security_risk_score","payload":{"scores":{"a":0.5,"l":1e+16,"m":1e-6,"o":0.000015,"z":1.0},"call_id":"c"}',
  ],
  ...WRITTEN_ITEMS,
];
