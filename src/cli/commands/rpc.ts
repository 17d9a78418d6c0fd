/** `threadloom rpc`: the history methods of Codex's app-server on stdin and stdout. */
import type { Command } from 'commander';
import { historyMethods } from '../../api/json-rpc/methods.js';
import { serveJsonRpc } from '../../api/json-rpc/serve-json-rpc.js';
import { threadLifecycleMethods } from '../../api/json-rpc/thread-lifecycle-methods.js';
import { threadUpkeepMethods } from '../../api/json-rpc/thread-upkeep-methods.js';
import { type GlobalOptions, openContext } from '../context.js';
import { programVersion } from '../program-version.js';

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
      const warn = (message: string) => options.quiet || console.error(`threadloom: ${message}`);
      const context = await openContext(options, process.env, warn, { readAhead: true });
      try {
        const { service, homes } = context;
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
        await context.service.close();
        context.close();
      }
    });
}
