import type { IncomingMessage } from 'node:http';

const BODY_LIMIT = 1024 * 1024;

/** The body as text, or `null` for one over 1 MB, of which no more than that is kept. */
export function readBody(request: IncomingMessage): Promise<string | null> {
  const { promise, resolve, reject } = Promise.withResolvers<string | null>();
  if (Number(request.headers['content-length'] ?? 0) > BODY_LIMIT) {
    resolve(null);
    return promise;
  }
  const chunks: Buffer[] = [];
  let length = 0;
  request.on('data', (chunk: Buffer) => {
    length += chunk.length;
    if (length > BODY_LIMIT) resolve(null);
    else chunks.push(chunk);
  });
  request.on('end', () => {
    const [first] = chunks;
    resolve(
      first !== undefined && chunks.length === 1
        ? first.toString()
        : Buffer.concat(chunks).toString(),
    );
  });
  request.on('error', reject);
  return promise;
}
