const quote = 0x22
const backslash = 0x5c
const opens = new Set([0x5b, 0x7b])
const closes = new Set([0x5d, 0x7d])
const comma = 0x2c

/** The texts of a JSON array's items, exactly as they were sent. The text must be a valid JSON array. */
export function itemTexts(array: string): string[] {
  const items: string[] = []
  let depth = 0
  let begin = 0
  for (let at = 0; at < array.length; at++) {
    const code = array.charCodeAt(at)
    if (code === quote) at = endOfString(array, at)
    else if (opens.has(code)) {
      if (depth++ === 0) begin = at + 1
    } else if (closes.has(code)) {
      if (--depth === 0) items.push(array.slice(begin, at).trim())
    } else if (code === comma && depth === 1) {
      items.push(array.slice(begin, at).trim())
      begin = at + 1
    }
  }
  return items.length === 1 && items[0] === '' ? [] : items
}

function endOfString(text: string, begin: number): number {
  let at = begin + 1
  while (at < text.length && text.charCodeAt(at) !== quote) at += text.charCodeAt(at) === backslash ? 2 : 1
  return at
}
