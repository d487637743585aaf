/** Ids and names that nothing has yet. */

/** `GPU0` leads to the first of GPU0, GPU1, ... that is free; a name without a number gets one. */
export function nextName(name: string, isTaken: (name: string) => boolean): string {
  const stem = name.replace(/\d+$/, '');
  for (let number = 0; ; number++) {
    const next = `${stem}${number}`;
    if (!isTaken(next)) return next;
  }
}

/** The id of one more thing in a list: the prefix and the first number behind the list's length that is free. */
export function freeId(prefix: string, list: readonly { readonly id: string }[]): string {
  for (let number = list.length + 1; ; number++) {
    const id = `${prefix}${number}`;
    if (!list.some((one) => one.id === id)) return id;
  }
}
