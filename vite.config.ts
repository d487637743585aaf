import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { offline } from './scripts/offline-plugin.ts';

// `base: './'` lets the built folder be served from any path.
export default defineConfig({
  base: './',
  plugins: [react(), tailwindcss(), offline()],
  worker: { format: 'es' },
  build: { target: 'es2023' },
});
