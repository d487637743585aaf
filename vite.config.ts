import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { chunkOf } from './scripts/first-screen.ts';
import { offline } from './scripts/offline-plugin.ts';

// `base: './'` lets the built folder be served from any path.
export default defineConfig({
  base: './',
  plugins: [react(), tailwindcss(), offline()],
  // The engine's typed arrays stay `const` at top level: with `var` V8 cannot fold their addresses (x 0.6).
  worker: { format: 'es', rolldownOptions: { output: { topLevelVar: false } } },
  build: {
    target: 'es2023',
    rolldownOptions: {
      output: {
        codeSplitting: {
          includeDependenciesRecursively: false,
          groups: [{ name: chunkOf, debugName: 'screens' }],
        },
      },
    },
  },
});
