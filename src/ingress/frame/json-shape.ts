import { endOfString } from './json-string.ts'

const quote = 0x22
/** Lists and objects differ in one bit: [ and {, ] and }. */
const bit = 0x20
const opens = 0x7b
const closes = 0x7d

const comma = 0x2c

/** What makes a JSON text dear to read, however short it is: more levels or more members than anybody means. */
export interface MostShape {
  /** Lists and objects in one another. */
  readonly levels: number
  /** Of one list or object. */
  readonly members: number
}

/** What a JSON text has too much of: found at a hundredth of what it would cost to read it. Of what is no JSON it may say anything. */
export function tooMuchOf(text: string, most: MostShape): keyof MostShape | undefined {
  const commas = [0]
  let depth = 0
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === quote) {
      at = endOfString(text, at)
      continue
    }
    if (code === comma) {
      const before = commas[depth] ?? 0
      if (before + 2 > most.members) return 'members'
      commas[depth] = before + 1
      continue
    }
    const folded = code | bit
    if (folded === opens) {
      if (++depth > most.levels) return 'levels'
      commas[depth] = 0
    } else if (folded === closes && depth > 0) depth--
  }
  return undefined
}
