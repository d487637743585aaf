import './trusted-types.ts';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { boot } from './store/boot.ts';
import { forbidStorage } from './store/may-store.ts';
import { startOffline } from './store/offline.ts';
import { useStage } from './store/stage.ts';
import { speakLanguageOfPage } from './ui/language.ts';
import './ui/app.css';

const isEmbedded = useStage.getState().stage === 'embed';
if (isEmbedded) forbidStorage();
else void startOffline();
void boot();

/** The window is loaded once its words are those of its language: modules may keep them. */
async function show(root: HTMLElement): Promise<void> {
  await speakLanguageOfPage();
  const { App } = isEmbedded
    ? await import('./ui/embed/EmbedApp.tsx')
    : await import('./ui/App.tsx');
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
}

const root = document.getElementById('root');
if (root) void show(root);
