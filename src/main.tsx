import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { boot } from './store/boot.ts';
import { startOffline } from './store/offline.ts';
import { App } from './ui/App.tsx';
import './ui/app.css';

void boot();
void startOffline();

const root = document.getElementById('root');
if (root) {
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
}
