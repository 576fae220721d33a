const quote = 0x22
const backslash = 0x5c
/** Lists and objects differ in one bit: [ and {, ] and }. */
const bit = 0x20
const opens = 0x7b
const closes = 0x7d

/** Whether lists and objects of a JSON text lie in one another deeper than that. Of what is no JSON it may say either. */
export function isDeeperThan(text: string, deepest: number): boolean {
  let depth = 0
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === quote) {
      at = endOfString(text, at)
      continue
    }
    const folded = code | bit
    if (folded === opens) {
      if (++depth > deepest) return true
    } else if (folded === closes) depth--
  }
  return false
}

/** Where the string that begins there ends; the text's length where it does not. */
function endOfString(text: string, begin: number): number {
  for (let at = begin; ;) {
    at = text.indexOf('"', at + 1)
    if (at < 0) return text.length
    let slashes = 0
    while (text.charCodeAt(at - 1 - slashes) === backslash) slashes++
    if (slashes % 2 === 0) return at
  }
}
