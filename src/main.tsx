import './trusted-types.ts';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { boot } from './store/boot.ts';
import { startOffline } from './store/offline.ts';
import { speakLanguageOfPage } from './ui/language.ts';
import './ui/app.css';

void boot();
void startOffline();

/** The window is loaded once its words are those of its language: modules may keep them. */
async function show(root: HTMLElement): Promise<void> {
  await speakLanguageOfPage();
  const { App } = await import('./ui/App.tsx');
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
}

const root = document.getElementById('root');
if (root) void show(root);
