import { flushSync } from 'react-dom';
import { createRoot } from 'react-dom/client';
import { PrintedHops } from './PrintSheet.tsx';
import './print.css';
import { drawPicture } from './present-picture.tsx';

/** Puts the sheet on the page while the browser prints; on screen it is not seen. */
function showSheet(): void {
  document.getElementById('print-sheet')?.remove();
  const sheet = document.createElement('main');
  sheet.id = 'print-sheet';
  const { element } = drawPicture('light', null);
  const hops = document.createElement('section');
  sheet.append(element, hops);
  document.body.append(sheet);
  const root = createRoot(hops);
  flushSync(() => root.render(<PrintedHops />));
  window.addEventListener(
    'afterprint',
    () => {
      root.unmount();
      sheet.remove();
    },
    { once: true },
  );
}

let isReady = false;

/** From now on whatever prints the page prints the sheet. */
export function preparePrinting(): void {
  if (isReady) return;
  isReady = true;
  window.addEventListener('beforeprint', showSheet);
}
