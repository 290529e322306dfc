/** A value as it could slip out: as it is, line by line, and in the encodings that the outputs and their readers use. */
export function disguises(value: string): string[] {
  const pieces = [value, ...value.split('\n').filter((line) => line.length > 8)];
  return pieces.flatMap((piece) => {
    const bytes = Buffer.from(piece);
    return [
      piece,
      JSON.stringify(piece).slice(1, -1),
      JSON.stringify(JSON.stringify(piece)).slice(3, -3),
      encodeURIComponent(piece),
      bytes.toString('base64').replace(/.{0,2}=*$/, ''),
      bytes.toString('base64url').replace(/.{0,2}$/, ''),
      bytes.toString('hex'),
      piece.replace(/[^\w ./-]/g, (character) => `&#${character.charCodeAt(0)};`),
      piece.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;'),
    ];
  });
}
