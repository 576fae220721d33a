import { chunked, head, posted, sampleOf, whole, type Kind, type Making } from '../attempt.ts'
import { hugeNumbers, mutated, nested, scrambled, withNames } from './json.ts'

const place = '@here@'

/** A body in which one part, whatever it is, is something else, JSON or not. */
function replaced({ target, random }: Making, by: string): string {
  const value = target.sample(random)
  let left = random.whole(partsIn(value))
  const marked = (part: unknown): unknown => {
    if (left-- === 0) return place
    if (Array.isArray(part)) return part.map(marked)
    if (typeof part !== 'object' || part === null) return part
    return Object.fromEntries(Object.entries(part).map(([name, inner]) => [name, marked(inner)]))
  }
  return target.text(marked(value)).replace(`"${place}"`, () => by)
}

const partsIn = (value: unknown): number =>
  typeof value === 'object' && value !== null
    ? Object.values(value).reduce((sum: number, part: unknown) => sum + partsIn(part), 1)
    : 1

const list = (count: number, item: string): string => `[${Array.from({ length: count }, () => item).join(',')}]`
const object = (count: number, value: string): string =>
  `{${Array.from({ length: count }, (_, n) => `"k${n}":${value}`).join(',')}}`

const invalidUtf8 = [
  Buffer.from([0xff]),
  Buffer.from([0xc0, 0xaf]),
  Buffer.from([0xed, 0xa0, 0x80]),
  Buffer.from([0xf4, 0x90, 0x80, 0x80]),
  Buffer.from([0xe2, 0x82]),
  Buffer.from([0xfe, 0xff, 0x00, 0x5b]),
]

/** Bodies that are not what the source sends, well framed and with the right credentials. */
export const bodies: readonly Kind[] = [
  {
    name: 'mutated JSON',
    weight: 20,
    make: making =>
      posted(making, Buffer.from(making.target.text(mutated(making.target.sample(making.random), making.random)))),
  },
  {
    name: 'scrambled bytes',
    weight: 12,
    make: making => posted(making, scrambled(Buffer.from(sampleOf(making)), making.random)),
  },
  {
    name: 'prototype keys',
    weight: 8,
    make: making => posted(making, Buffer.from(withNames(sampleOf(making), making.random))),
  },
  {
    name: 'deep nesting',
    weight: 3,
    make: making => {
      const { random } = making
      const levels = random.pick([1_000, 10_000, 100_000])
      const deep = nested(levels, random.pick(['lists', 'objects'] as const), random.chance(0.8))
      const isWhole = random.chance(0.4)
      return posted(making, Buffer.from(isWhole ? deep : replaced(making, deep)))
    },
  },
  {
    name: 'huge numbers',
    weight: 5,
    make: making => {
      const { random } = making
      return posted(making, Buffer.from(replaced(making, random.pick(hugeNumbers))))
    },
  },
  {
    name: 'invalid UTF-8',
    weight: 5,
    make: making => {
      const { random } = making
      const bytes = Buffer.from(sampleOf(making))
      const at = random.whole(bytes.length)
      const wrong = invalidUtf8[random.whole(invalidUtf8.length)] ?? Buffer.alloc(0)
      return posted(making, Buffer.concat([bytes.subarray(0, at), wrong, bytes.subarray(at)]))
    },
  },
  {
    name: 'null bytes and half pairs',
    weight: 4,
    make: making => {
      const { random } = making
      const by = random.pick(['"a\\u0000b"', '"\\ud800"', '"\\udc00\\ud800"', '"a\0b"', '"\\u"', '"\\x00"'])
      return posted(making, Buffer.from(replaced(making, by)))
    },
  },
  {
    name: 'no object at all',
    weight: 4,
    make: making =>
      posted(
        making,
        Buffer.from(
          making.random.pick(['', ' ', 'null', '1', '"x"', '[]', '{}', '[[[]]]', '[null]', '\ufeff', '//', '<a/>']),
        ),
      ),
  },
  {
    name: 'huge batches',
    weight: 1,
    make: making => {
      const { random } = making
      const many = list(random.pick([1_001, 5_000, 50_000]), random.pick(['{}', 'null', '[]', '1', '""']))
      return posted(making, Buffer.from(random.chance(0.5) ? many : replaced(making, many)))
    },
  },
  {
    name: 'many members',
    weight: 1,
    make: making => {
      const wide = making.random.pick([
        () => object(60_000, '1'),
        () => object(60_000, '[]'),
        () => list(250_000, '{}'),
        () => list(90_000, '"x"'),
      ])
      return posted(making, Buffer.from(replaced(making, wide())))
    },
  },
  {
    name: 'long texts',
    weight: 2,
    make: making => {
      const { random } = making
      const text = JSON.stringify(random.pick(['x', 'é', '\\', '"', '\u2028']).repeat(random.pick([70_000, 400_000])))
      return posted(making, Buffer.from(replaced(making, text)))
    },
  },
  {
    name: 'bodies beyond the bound',
    weight: 1,
    make: making => {
      const { random, target } = making
      const body = Buffer.alloc(random.pick([1_100_000, 6_000_000, 20_000_000]), 0x20)
      if (random.chance(0.5)) return posted(making, body)
      const lines = [...target.media, ...target.credentials(body), ['transfer-encoding', 'chunked'] as const]
      return whole(head('POST', target.path, [...lines, ['connection', 'close']]), chunked(body))
    },
  },
]
