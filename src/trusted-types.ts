/*
 * The page's policy demands that every script address goes through here, where browsers know Trusted Types. Only
 * scripts of the page's own origin pass: its workers and the service worker. No HTML or script text ever does.
 */

interface TrustedTypes {
  readonly createPolicy: (
    name: string,
    rules: { readonly createScriptURL: (url: string) => string },
  ) => unknown;
}

declare global {
  interface Window {
    readonly trustedTypes?: TrustedTypes;
  }
}

/** The address itself when it is a script of this origin. @throws on any other address: nothing here asks for one. */
export function ownScript(url: string, page: string): string {
  const { origin } = new URL(url, page);
  if (origin !== new URL(page).origin) throw new TypeError(`${url} is no script of this page`);
  return url;
}

if (typeof window !== 'undefined') {
  window.trustedTypes?.createPolicy('default', {
    createScriptURL: (url) => ownScript(url, window.location.href),
  });
}
