/*
 * What leaves and enters the page as a file or over the clipboard. Nothing is sent anywhere.
 */

/** Offers text as a file to save. */
export function downloadText(name: string, text: string, type = 'application/json'): void {
  downloadFile(name, new Blob([text], { type }));
}

/** Offers bytes as a file to save. */
export function downloadFile(name: string, file: Blob): void {
  const url = URL.createObjectURL(file);
  const anchor = document.createElement('a');
  anchor.href = url;
  anchor.download = name;
  anchor.click();
  // The browser reads the blob after this turn; freeing it at once would cancel the download.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

/** A file name that every system accepts, from a title that may hold anything. */
export function fileNameOf(title: string, extension: string): string {
  const plain = title
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 60);
  return `${plain === '' ? 'machine' : plain}.${extension}`;
}

/** Puts text on the clipboard; false when the browser refuses. */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
