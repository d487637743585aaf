/**
 * States what our own code guarantees. Bad input is never an assertion: it is a `Result`.
 *
 * @throws Error when `condition` is false, which is a bug in this program.
 */
export function assert(condition: boolean, message: string): asserts condition {
  if (!condition) throw new Error(`assertion failed: ${message}`);
}

/**
 * Closes a `switch` over a union: adding a member that the switch forgets no longer compiles.
 *
 * @throws Error when reached, which is a bug in this program.
 */
export function assertUnreachable(value: never): never {
  throw new Error(`unreachable: ${JSON.stringify(value)}`);
}

/**
 * Returns `value` when it is defined.
 *
 * @throws Error when it is `undefined`, which is a bug in this program.
 */
export function defined<T>(value: T | undefined, message: string): T {
  if (value === undefined) throw new Error(`assertion failed: ${message}`);
  return value;
}
