/**
 * The floor of a page over JSON-RPC: one prepared statement and a join of what it finds. Knows no cursors, no times, no
 * catch-up, and believes every request.
 */
import { createInterface } from 'node:readline';
import Database from 'better-sqlite3';

const database = new Database(process.argv[2], { readonly: true });
const columns = 'turn_id, item_json';
/** @type {Record<'items' | 'turns' | 'item', Database.Statement<any[], any>>} */
const select = {
  items: database.prepare(
    `select ${columns} from thread_items where thread_id = ? and rollout_ordinal >= ? and origin = 'canonical'
     order by rollout_ordinal limit ?`,
  ),
  turns: database.prepare(
    `select turn_id, status, first_user_item_id, final_agent_item_id from thread_turns
     where thread_id = ? and rollout_ordinal >= ? order by rollout_ordinal limit ?`,
  ),
  item: database.prepare(
    'select item_json from thread_items where thread_id = ? and turn_id = ? and item_id = ?',
  ),
};

for await (const line of createInterface({ input: process.stdin })) {
  const { id, method, params } = JSON.parse(line);
  const rows = method === 'items' ? itemTexts(params) : turnTexts(params);
  process.stdout.write(`{"id":${id},"result":{"data":[${rows.join()}]}}\n`);
}

function itemTexts({ threadId, from, limit }) {
  return select.items
    .all(threadId, from, limit)
    .map(({ turn_id, item_json }) => `{"turnId":"${turn_id}","item":${item_json}}`);
}

function turnTexts({ threadId, from, limit }) {
  return select.turns.all(threadId, from, limit).map(({ turn_id, status, ...ends }) => {
    const ids = [ends.first_user_item_id, ends.final_agent_item_id];
    const items = ids.map((item) => select.item.get(threadId, turn_id, item)?.item_json);
    return `{"id":"${turn_id}","status":"${status}","items":[${items.join()}]}`;
  });
}
