/**
 * What an open page asks for by itself, again and again; null where there was no answer. A plain request, since a failed loader would replace the page
 * by an error. App Bridge adds the session token.
 * With a body, which is JSON, it is sent.
 */
export async function answered<T>(path: string, signal: AbortSignal, body?: string): Promise<T | null> {
  try {
    const sent = body === undefined ? {} : { method: 'POST', body };
    const response = await fetch(path, { signal, ...sent });
    return response.ok ? ((await response.json()) as T) : null;
  } catch {
    return null;
  }
}
