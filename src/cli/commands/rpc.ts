/** `threadloom rpc`: the history methods of Codex's app-server on stdin and stdout. */
import type { Command } from 'commander';
import { historyMethods } from '../../api/json-rpc/methods.js';
import { serveJsonRpc } from '../../api/json-rpc/serve-json-rpc.js';
import { threadLifecycleMethods } from '../../api/json-rpc/thread-lifecycle-methods.js';
import { threadUpkeepMethods } from '../../api/json-rpc/thread-upkeep-methods.js';
import { projectThreads } from '../../projector/project-threads.js';
import { keepLogSmall } from '../../store/keep-log-small.js';
import { type CommandContext, type GlobalOptions, openContext } from '../context.js';
import { programVersion } from '../program-version.js';
import { RecoveryNotice } from '../recovery.js';

export function addRpcCommand(program: Command): void {
  program
    .command('rpc')
    .description('answer the history and thread methods of the Codex app-server protocol on stdin and stdout')
    .addHelpText(
      'after',
      `
One JSON object a line, in and out. Start with {"id":1,"method":"initialize","params":{"clientInfo":{"name":"me"}}},
then for instance {"id":2,"method":"thread/list","params":{}}. Ends with its input.`,
    )
    .action(async (_options: unknown, command: Command) => {
      const options = command.optsWithGlobals<GlobalOptions>();
      const warn = (message: string): void => {
        if (!options.quiet) console.error(`threadloom: ${message}`);
      };
      const notice = new RecoveryNotice(process.stderr);
      const rebuilding = new AbortController();
      let rebuilt: Promise<void> = Promise.resolve();
      const context = await openContext(options, process.env, warn, {
        readAhead: true,
        onRecovered: (report) => {
          notice.tell(report);
          // What is asked for is made first; the rest follows when there is time.
          rebuilt = rebuilt
            .then(() => projectInBackground(() => context, rebuilding.signal))
            .catch((error) => warn(String(error)));
        },
      });
      const stopTidying = keepLogSmall({
        database: context.database,
        onError: (error) => warn(String(error)),
      });
      try {
        const { service, homes, database } = context;
        if (database.readOnly !== null)
          warn(`${database.path} may only be read: answers may lag behind the rollouts`);
        // Whatever keeps us from it now, the next start tries again.
        await service.repairThreads().catch((error) => warn(String(error)));
        let clientName: string | undefined;
        const methods = {
          ...historyMethods(service, {
            codexHome: homes[0] ?? '',
            version: programVersion(),
            platform: process.platform,
            onInitialize: (client) => {
              clientName = client.name;
            },
          }),
          ...threadLifecycleMethods({
            store: service,
            workingDirectory: process.cwd(),
            clientName: () => clientName,
          }),
          ...threadUpkeepMethods(service, service),
        };
        await serveJsonRpc({ input: process.stdin, output: process.stdout, methods, now: Date.now });
      } finally {
        stopTidying();
        rebuilding.abort();
        await rebuilt;
        await context.service.close();
        context.close();
      }
    });
}

/** @param context is there from the next tick on */
async function projectInBackground(context: () => CommandContext, signal: AbortSignal): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
  const { database, service } = context();
  for await (const _ of projectThreads({ database, projector: service.projector, signal })) {
    await new Promise((resolve) => setImmediate(resolve));
  }
}
