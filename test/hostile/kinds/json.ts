import type { Random } from '../../chaos/engine/random.ts'

/** Values of every kind that JSON has, and of sizes that nobody expects. */
const strangeValues: readonly unknown[] = [
  null,
  true,
  false,
  0,
  -0,
  -1,
  1.5,
  1e308,
  -1e308,
  5e-324,
  9_007_199_254_740_992,
  2_147_483_648,
  '',
  ' ',
  '\0',
  '\u0000a\u0000',
  '\ud800',
  '\udfff\ud800',
  '\u202e',
  '1970-01-01T00:00:00Z',
  '9999-12-31T23:59:59Z',
  '-271821-04-20T00:00:00Z',
  '2026-02-30T00:00:00Z',
  '__proto__',
  'constructor',
  '../../../etc/passwd',
  '${jndi:ldap://x}',
  '{{7*7}}',
  "' OR 1=1 --",
  '%00%0d%0a',
  'a'.repeat(300),
  'ß'.repeat(5_000),
  [],
  {},
  [[]],
  [null],
  [{}],
  { length: 1_000_000_000 },
  { then: 'now' },
  { toJSON: 1, toString: 2, valueOf: 3 },
  { '': '' },
  { a: { b: { c: { d: {} } } } },
]

const strange = (random: Random): unknown => strangeValues[random.whole(strangeValues.length)]

/** The value with some of its parts replaced, removed or doubled. */
export function mutated(value: unknown, random: Random, chance = 0.15): unknown {
  if (random.chance(chance)) return strange(random)
  if (Array.isArray(value)) return value.flatMap((item): unknown[] => mutatedItem(item, random, chance))
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).flatMap(([name, part]): [string, unknown][] => {
    if (random.chance(chance / 2)) return []
    const called = random.chance(chance / 3) ? random.pick(strangeNames) : name
    return [[called, mutated(part, random, chance)]]
  })
  return Object.fromEntries(entries)
}

function mutatedItem(item: unknown, random: Random, chance: number): unknown[] {
  if (random.chance(chance / 2)) return []
  const one = mutated(item, random, chance)
  return random.chance(chance / 3) ? [one, one] : [one]
}

export const strangeNames: readonly [string, ...string[]] = [
  '__proto__',
  'constructor',
  'prototype',
  'hasOwnProperty',
  'toString',
  'valueOf',
  'toJSON',
  'then',
  'length',
  '__defineGetter__',
  '',
  '\u0000',
  'a'.repeat(2_000),
]

/** The text with a name more in some of its objects, whatever JSON.stringify would make of it. */
export function withNames(json: string, random: Random): string {
  const name = JSON.stringify(random.pick(strangeNames))
  const extra = `${name}:${random.pick(['{"polluted":true}', '1', 'null', '{"__proto__":{"polluted":1}}', '[]'])}`
  const [first, ...places] = [...json.matchAll(/\{(?=")/g)].map(({ index }) => index + 1)
  if (first === undefined) return `{${extra}}`
  return [first, ...places.filter(() => random.chance(0.3))].reduceRight(
    (text, at) => `${text.slice(0, at)}${extra},${text.slice(at)}`,
    json,
  )
}

/** The bytes with a few of them changed, left out or put in. */
export function scrambled(bytes: Buffer, random: Random): Buffer {
  const out = [...bytes]
  for (let times = 1 + random.whole(8); times > 0; times--) {
    const at = random.whole(out.length + 1)
    const byte = random.whole(256)
    random.pick([
      () => out.splice(at, 1, byte),
      () => out.splice(at, 0, byte),
      () => out.splice(at, 1 + random.whole(20)),
      () => (out.length = Math.max(1, at)),
    ])()
  }
  return Buffer.from(out)
}

/** JSON of so many levels, of lists or of objects, with a value inside where it is closed. */
export function nested(levels: number, of: 'lists' | 'objects', isClosed: boolean): string {
  const [open, close] = of === 'lists' ? ['[', ']'] : ['{"a":', '}']
  return open.repeat(levels) + (isClosed ? `1${close.repeat(levels)}` : '')
}

export const hugeNumbers = [
  '1e400',
  '-1e400',
  '1e-400',
  '9'.repeat(10_000),
  `0.${'1'.repeat(10_000)}`,
  '18446744073709551616',
  '-9223372036854775809',
  '1E+9999999999',
  '00',
  '0x10',
  'NaN',
  '-Infinity',
] as const
