/** A group's metadata holds 4 KB; a bit an offset, in base64, beside a mark of some fifty characters. */
export const mostSpan = 20_000

/**
 * Which offsets from `position` on are done with or kept elsewhere, as text: '' where none is. A group's position alone cannot say so, and whoever reads on from it must skip them.
 * Offsets lie below `position` + mostSpan.
 */
export function encodePassed(position: number, offsets: Iterable<number>): string {
  const bits = Buffer.alloc(mostSpan / 8)
  let bytes = 0
  for (const offset of offsets) {
    const at = offset - position
    const byte = at >> 3
    bits[byte] = (bits[byte] ?? 0) | (1 << (at & 7))
    bytes = Math.max(bytes, byte + 1)
  }
  return bits.toString('base64', 0, bytes)
}

/** The offsets that `encodePassed` was given. */
export function decodePassed(position: number, text: string): Set<number> {
  const offsets = new Set<number>()
  for (const [byte, bits] of Buffer.from(text, 'base64').entries())
    for (let bit = 0; bit < 8; bit++) if (bits & (1 << bit)) offsets.add(position + byte * 8 + bit)
  return offsets
}
