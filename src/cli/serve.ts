import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { Server, ServerResponse } from 'node:http';
import { extname, join, normalize, sep } from 'node:path';
import { err, ok } from '../core/base/result.ts';
import type { Result } from '../core/base/result.ts';

/** Only programs of this computer reach the server. */
const HOST = '127.0.0.1';

/** Where the app is served if nobody says where: browsers keep documents by port, so it stays the same. */
export const USUAL_PORT = 4747;

/** The kinds of files that a build holds. */
const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.webmanifest': 'application/manifest+json',
};

/** The file that a request names, or null where it leads out of the folder or cannot be read as a path. */
function fileOf(folder: string, address: string): string | null {
  try {
    const { pathname } = new URL(address, `http://${HOST}`);
    const path = normalize(join(folder, decodeURIComponent(pathname)));
    if (!path.startsWith(folder + sep) || path.includes('\0')) return null;
    return path.endsWith(sep) ? join(path, 'index.html') : path;
  } catch {
    return null;
  }
}

async function reply(folder: string, method: string, address: string, response: ServerResponse) {
  if (method !== 'GET' && method !== 'HEAD') {
    response.writeHead(405, { allow: 'GET, HEAD' }).end();
    return;
  }
  const file = fileOf(folder, address);
  const bytes = file === null ? null : await readFile(file).catch(() => null);
  if (file === null || bytes === null) {
    response.writeHead(404, { 'content-type': 'text/plain' }).end('There is no such file.\n');
    return;
  }
  response.writeHead(200, {
    'content-type': TYPES[extname(file)] ?? 'application/octet-stream',
    'content-length': bytes.byteLength,
    // Names of assets hold a hash of their bytes; the page itself is asked for again.
    'cache-control': file.includes(`${sep}assets${sep}`)
      ? 'max-age=31536000, immutable'
      : 'no-cache',
    'x-content-type-options': 'nosniff',
  });
  response.end(method === 'HEAD' ? undefined : bytes);
}

function listen(server: Server, port: number): Promise<Result<number, string>> {
  return new Promise((resolve) => {
    server.once('error', (error) => {
      resolve(err('code' in error ? String(error.code) : error.message));
    });
    server.listen(port, HOST, () => {
      const address = server.address();
      resolve(
        typeof address === 'object' && address !== null ? ok(address.port) : err('no address'),
      );
    });
  });
}

/** A server that runs until it is closed. */
export interface Served {
  readonly server: Server;
  readonly url: string;
}

/**
 * Serves the built app to this computer alone.
 *
 * @param folder the output of the build.
 * @param port the port to take; 0 takes any free one.
 * @returns the error as one sentence: the folder holds no build, the port is taken or forbidden.
 */
export async function serve(folder: string, port: number): Promise<Result<Served, string>> {
  const root = normalize(join(folder, '.'));
  const isBuilt = await readFile(join(root, 'index.html')).then(
    () => true,
    () => false,
  );
  if (!isBuilt) return err(`${root} holds no built app; run npm run build first`);
  const server = createServer((request, response) => {
    void reply(root, request.method ?? '', request.url ?? '/', response);
  });
  const taken = await listen(server, port);
  if (!taken.ok)
    return err(`port ${port} cannot be used (${taken.error}); give another with --port`);
  return ok({ server, url: `http://${HOST}:${taken.value}/` });
}
