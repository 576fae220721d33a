/**
 * Where a JSON text goes wrong. JSON.parse knows, but says so only in some of its messages, and in other words with every
 * version of V8. Runs only on texts that JSON.parse has refused.
 */

const space = /[ \t\n\r]*/y
const string = /"[^"\\\u0000-\u001f]*(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[^"\\\u0000-\u001f]*)*"/y // eslint-disable-line no-control-regex
const scalar = /true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y

type Expected = 'value' | 'value or end' | 'name' | 'name or end' | 'colon' | 'comma or end'

/** The offset, in UTF-16 units, of the first character that cannot go on; the text's length where it ends too early. */
export function positionOfError(text: string): number {
  const open: ('{' | '[')[] = []
  let expected: Expected = 'value'
  let at = 0
  for (;;) {
    at = end(space, text, at) ?? at
    if (expected === 'comma or end' && open.length === 0) return at
    const next = step(text, at, expected, open)
    if (!next) return within(text, at)
    at = next.at
    expected = next.expected
  }
}

interface Step {
  readonly at: number
  readonly expected: Expected
}

function step(text: string, at: number, expected: Expected, open: ('{' | '[')[]): Step | null {
  const char = text[at]
  const inside = open.at(-1)
  if (expected === 'colon') return char === ':' ? { at: at + 1, expected: 'value' } : null
  if (expected === 'comma or end' && char === ',') return { at: at + 1, expected: inside === '{' ? 'name' : 'value' }
  if (expected.endsWith('end') && char === (inside === '{' ? '}' : ']')) {
    open.pop()
    return { at: at + 1, expected: 'comma or end' }
  }
  if (expected === 'comma or end') return null
  if (expected.startsWith('name')) return after(end(string, text, at), 'colon')
  if (char !== '{' && char !== '[') return after(end(string, text, at) ?? end(scalar, text, at), 'comma or end')
  open.push(char)
  return { at: at + 1, expected: char === '{' ? 'name or end' : 'value or end' }
}

const after = (at: number | null, expected: Expected): Step | null => (at === null ? null : { at, expected })

/** A string that does not end, or is cut, is wrong where it breaks off and not where it began. */
function within(text: string, at: number): number {
  if (text[at] !== '"') return at
  const begun = /"[^"\\\u0000-\u001f]*(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[^"\\\u0000-\u001f]*)*/y // eslint-disable-line no-control-regex
  const stop = end(begun, text, at) ?? at
  return text[stop] === '"' ? at : stop
}

function end(pattern: RegExp, text: string, at: number): number | null {
  pattern.lastIndex = at
  return pattern.test(text) ? pattern.lastIndex : null
}
