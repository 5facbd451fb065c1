/**
 * What an open page asks for by itself, again and again; null where there was no answer. A plain request, since a failed loader would replace the page
 * by an error. App Bridge adds the session token.
 */
export async function answered<T>(path: string, signal: AbortSignal): Promise<T | null> {
  try {
    const response = await fetch(path, { signal });
    return response.ok ? ((await response.json()) as T) : null;
  } catch {
    return null;
  }
}
