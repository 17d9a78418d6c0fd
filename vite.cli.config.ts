/**
 * Bundles the command line into `dist/cli`: a process that has a dozen files to load instead of a thousand begins in a third of
 * the time. The library beside it stays as the compiler writes it.
 */
import { defineConfig } from 'vite';

/** They load binaries that lie beside them. */
const NATIVE = ['better-sqlite3', 'fs-ext-extra-prebuilt'];

export default defineConfig({
  build: {
    ssr: true,
    target: 'node20',
    outDir: 'dist/cli',
    emptyOutDir: true,
    minify: false,
    sourcemap: true,
    license: { fileName: 'third-party-licenses.md' },
    rolldownOptions: {
      input: {
        main: 'src/cli/main.ts',
        // Started by name, from beside the file that starts them.
        'ahead-worker': 'src/projector/ahead/ahead-worker.ts',
        'compression-worker': 'src/jobs/compression-worker.ts',
        'digest-worker': 'src/jobs/verify/digest-worker.ts',
        'proofreader-main': 'src/projector/proofreading/proofreader-main.ts',
        'verifier-worker': 'src/jobs/verify/verifier-worker.ts',
      },
      output: { entryFileNames: '[name].js', chunkFileNames: 'chunks-[hash].js' },
    },
  },
  ssr: { noExternal: true, external: NATIVE },
  logLevel: 'warn',
});
