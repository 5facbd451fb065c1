/** The bytes of a request's body; null past `max`, and no more of it is read then. */
export async function readLimited(request: Request, max: number): Promise<Buffer | null> {
  const reader = request.body?.getReader();
  const chunks: Uint8Array[] = [];
  let size = 0;
  for (;;) {
    const { done, value } = (await reader?.read()) ?? { done: true, value: undefined };
    if (done) return Buffer.concat(chunks);
    size += value.length;
    if (size > max) return null;
    chunks.push(value);
  }
}
