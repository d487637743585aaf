/** What became of a TLP at a hop, in one word. */
export const verdictStrings = {
  issued: 'Issued',
  forwarded: 'Forwarded',
  direct: 'Direct',
  redirected: 'Redirected',
  looped: 'Looped',
  translated: 'Translated',
  delivered: 'Delivered',
  blocked: 'Blocked',
  fault: 'Fault',
  unmodelled: 'Not modelled',
};
