import { defineConfig } from 'vite';

/** Builds the page into dist/page, from where the lab's server serves it. */
export default defineConfig({
  root: import.meta.dirname,
  // It may be opened behind a proxy under any path.
  base: './',
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    outDir: '../../dist/page',
    emptyOutDir: true,
    // The page's policy allows no inline sources.
    assetsInlineLimit: 0,
    target: 'es2022',
    rolldownOptions: {
      // How long it takes is no fault.
      checks: { bundlerTimings: false },
      input: ['index.html', 'phone.html'].map((file) => `${import.meta.dirname}/${file}`),
    },
  },
});
