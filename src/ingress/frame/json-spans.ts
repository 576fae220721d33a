import { endOfString } from './json-string.ts'

/** One member of a JSON object or array: its name or index, and where its value lies in the text. */
export interface Span {
  readonly key: string
  readonly begin: number
  readonly end: number
}

const space = /[ \t\n\r]*/y
const scalar = /[^\s,\]}]*/y

/** The members of the object or array that begins at or after `at`; none where it is neither. The text must be valid JSON. */
export function membersOf(text: string, at: number): Span[] {
  const open = skip(space, text, at)
  const isObject = text[open] === '{'
  if (!isObject && text[open] !== '[') return []
  const spans: Span[] = []
  let next = skip(space, text, open + 1)
  while (next < text.length && text[next] !== '}' && text[next] !== ']') {
    let key = String(spans.length)
    if (isObject) {
      const end = endOfString(text, next) + 1
      key = nameOf(text.slice(next, end))
      next = skip(space, text, skip(space, text, end) + 1)
    }
    const end = endOfValue(text, next)
    spans.push({ key, begin: next, end })
    next = skip(space, text, end)
    if (text[next] === ',') next = skip(space, text, next + 1)
  }
  return spans
}

/** The text of the value at a path of names; empty where there is none. Of names that come twice the last counts, as for JSON.parse. */
export function memberText(text: string, path: readonly string[]): string {
  let begin = 0
  let end = text.length
  for (const name of path) {
    const span = membersOf(text, begin).findLast(({ key }) => key === name)
    if (!span) return ''
    begin = span.begin
    end = span.end
  }
  return text.slice(begin, end)
}

/** The texts of the values of an object or array, exactly as they were sent. The text must be valid JSON. */
export const memberTexts = (text: string): string[] =>
  membersOf(text, 0).map(({ begin, end }) => text.slice(begin, end))

function nameOf(quoted: string): string {
  const name: unknown = JSON.parse(quoted)
  return String(name)
}

function endOfValue(text: string, begin: number): number {
  const first = text[begin]
  if (first === '"') return endOfString(text, begin) + 1
  if (first !== '{' && first !== '[') return skip(scalar, text, begin)
  let depth = 0
  for (let at = begin; at < text.length; at++) {
    const char = text[at]
    if (char === '"') at = endOfString(text, at)
    else if (char === '{' || char === '[') depth++
    else if ((char === '}' || char === ']') && --depth === 0) return at + 1
  }
  return text.length
}

function skip(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at
  pattern.test(text)
  return pattern.lastIndex
}
