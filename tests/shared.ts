import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of specifications, case files and recorded data beside the repository. */
export const SHARED = join(dirname(fileURLToPath(import.meta.url)), '..', '..', 'shared');

/**
 * Whether tests against the shared folder can run. Elsewhere they are reported as skipped.
 *
 * @throws Error when CI is set and the folder is missing: there a missing folder is a failure.
 */
export function hasShared(): boolean {
  const isThere = existsSync(join(SHARED, 'spec'));
  if (!isThere && process.env['CI'] === 'true') {
    throw new Error(`CI needs the shared folder beside the repository: ${SHARED} is missing`);
  }
  return isThere;
}
