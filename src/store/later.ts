import { notify } from './notices.ts';

/**
 * Does something with a part of the program that is loaded when it is first wanted; without a network, and
 * without the part, the person is told.
 */
export async function withPart<Part>(
  load: () => Promise<Part>,
  use: (part: Part) => unknown,
): Promise<void> {
  let part: Part;
  try {
    part = await load();
  } catch {
    notify({ kind: 'partMissing' });
    return;
  }
  await use(part);
}

/** The clipboard; copying and pasting is nothing that the first picture needs. */
export const withClipboard = (
  use: (clipboard: typeof import('./clipboard.ts')) => unknown,
): Promise<void> => withPart(() => import('./clipboard.ts'), use);

/** What makes new devices. */
export const withNewDevice = (
  use: (made: typeof import('./new-device.ts')) => unknown,
): Promise<void> => withPart(() => import('./new-device.ts'), use);
