import { defineConfig } from 'vite';
import { viteSingleFile } from 'vite-plugin-singlefile';

/** Builds the page that shows a saved trace: one file, beside the page, which has everything in it. */
export default defineConfig({
  root: import.meta.dirname,
  base: './',
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  plugins: [viteSingleFile()],
  build: {
    outDir: '../../dist/page',
    emptyOutDir: false,
    target: 'es2022',
    rolldownOptions: {
      // How long it takes is no fault.
      checks: { bundlerTimings: false },
      input: `${import.meta.dirname}/viewer.html`,
    },
  },
});
