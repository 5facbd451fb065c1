/** More is not read into the browser at all; the server has a bound of its own. */
const BYTES_MAX = 8_000_000;

/** The text of a file as spreadsheets write it: UTF-8, or UTF-16 with its mark (Excel's "Unicode text"). null where it is neither, or too large. */
export async function readTextFile(file: Blob): Promise<string | null> {
  if (file.size > BYTES_MAX) return null;
  const bytes = new Uint8Array(await file.arrayBuffer());
  const isLittle = bytes[0] === 0xff && bytes[1] === 0xfe;
  const isBig = bytes[0] === 0xfe && bytes[1] === 0xff;
  const encoding = isLittle ? 'utf-16le' : isBig ? 'utf-16be' : 'utf-8';
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}
