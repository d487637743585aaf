/** Milliseconds since 1970 with fractions: the same clock on the page and in workers. */
export const wallNow = (): number => performance.timeOrigin + performance.now();
