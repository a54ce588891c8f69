// Unpack: what a page opened from disk may not fetch stands compressed in a script beside it.

/** Return the bytes of a gzipped file that is written in base64. */
export async function unpacked(text) {
  const bytes = Uint8Array.fromBase64
    ? Uint8Array.fromBase64(text)
    : Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/** Return what a JSON text says that is packed so. */
export const unpackedData = async (text) => JSON.parse(new TextDecoder().decode(await unpacked(text)));

/** Load a script beside the page. */
export const load = (address) =>
  new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = address;
    script.onload = resolve;
    script.onerror = () => reject(new Error(address));
    document.head.append(script);
  });
