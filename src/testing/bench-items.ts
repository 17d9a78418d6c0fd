/**
 * The items of the benchmark rollout, each as turn item and as the legacy event that shows the same.
 */
import type { BenchSession } from './bench-turn.js';
import type { JsonObject } from './json-object.js';

export interface BenchItem {
  item: JsonObject;
  legacy: JsonObject;
}

export function benchMessage(id: string, text: string, from: 'user' | 'agent'): BenchItem {
  if (from === 'user') {
    return {
      item: { type: 'UserMessage', id, content: [{ type: 'text', text, text_elements: [] }] },
      legacy: {
        type: 'user_message',
        message: text,
        images: [],
        local_images: [],
        audio: [],
        local_audio: [],
        text_elements: [],
      },
    };
  }
  return {
    item: { type: 'AgentMessage', id, content: [{ type: 'Text', text }], phase: 'final_answer' },
    legacy: { type: 'agent_message', message: text, phase: 'final_answer', memory_citation: null },
  };
}

/** Every eleventh command fails. */
export function benchCommand(
  { cwd, clock, commands }: BenchSession,
  { turnId, callId, output }: { turnId: string; callId: string; output: string },
): { item: BenchItem; command: string; exitCode: number } {
  const command = `npm test -- --port ${commands % 240} | tail -n 40`;
  const exitCode = commands % 11 === 10 ? 1 : 0;
  const ran = { command: ['/bin/bash', '-lc', command] };
  const told = { parsed_cmd: [{ type: 'unknown', cmd: command }], source: 'unified_exec_startup' };
  const status = exitCode === 0 ? 'completed' : 'failed';
  const process_id = String(10_000 + (commands % 50_000));
  const duration = { secs: 0, nanos: 240_000_000 };
  const item: BenchItem = {
    item: {
      type: 'CommandExecution',
      id: callId,
      process_id,
      ...ran,
      cwd: `file://${cwd}`,
      ...told,
      status,
      aggregated_output: output,
      exit_code: exitCode,
      duration,
    },
    legacy: {
      type: 'exec_command_end',
      call_id: callId,
      process_id,
      turn_id: turnId,
      completed_at_ms: clock.now(),
      ...ran,
      cwd,
      ...told,
      aggregated_output: output,
      exit_code: exitCode,
      duration,
      status,
    },
  };
  return { item, command, exitCode };
}

/** Reasoning, patches and MCP calls by turns; two reasonings never follow each other, since legacy reading joins them. */
export function benchSideItem(session: BenchSession, turnId: string): BenchItem {
  const { ids, cwd } = session;
  const number = session.sideItems++;
  if (number % 3 === 0) {
    const text = `**Comparing tide ${number}** The printed table and the sum of the constituents differ by 12 minutes.`;
    return {
      item: { type: 'Reasoning', id: ids.token('rs'), summary_text: [text], raw_content: [] },
      legacy: { type: 'agent_reasoning', text },
    };
  }
  const callId = ids.token('call');
  if (number % 3 === 1) {
    const unified_diff = `@@ -${number},3 +${number},3 @@\n const port = stations.get(name);\n-const at = local(date);\n+const at = utc(date);\n`;
    const changes = {
      [`${cwd}/src/stations/port-${number % 240}.ts`]: { type: 'update', unified_diff, move_path: null },
    };
    const result = { status: 'completed', stdout: 'Success. Updated the following files:\n', stderr: '' };
    return {
      item: { type: 'FileChange', id: callId, changes, ...result },
      legacy: {
        type: 'patch_apply_end',
        call_id: callId,
        turn_id: turnId,
        stdout: result.stdout,
        stderr: '',
        success: true,
        changes,
        status: 'completed',
      },
    };
  }
  const invocation = { server: 'almanac', tool: 'lookup', arguments: { station: number % 240, year: 2026 } };
  const result = { content: [{ type: 'text', text: '{"datum":"NAP","offset_cm":-201}' }] };
  const duration = { secs: 0, nanos: 31_000_000 };
  return {
    item: { type: 'McpToolCall', id: callId, ...invocation, status: 'completed', result, duration },
    legacy: {
      type: 'mcp_tool_call_end',
      call_id: callId,
      turn_id: turnId,
      invocation,
      duration,
      result: { Ok: result },
    },
  };
}
