import { head, posted, sampleOf, whole, type Kind } from '../attempt.ts'

/** A request that was right, kept to be sent again. */
const seen = new Map<string, Buffer>()

/** Who sends, and what is said of the body. */
export const credentials: readonly Kind[] = [
  {
    name: 'forged credentials',
    weight: 12,
    make: making => {
      const { random, target } = making
      const body = Buffer.from(sampleOf(making))
      const lines = [...target.media, ...target.forged(random, body)]
      const framing = [['content-length', String(body.length)] as const, ['connection', 'close'] as const]
      return whole(head('POST', target.path, [...lines, ...framing]), body)
    },
  },
  {
    name: 'replays',
    weight: 5,
    make: making => {
      const { random, target } = making
      const made = posted(making, Buffer.from(sampleOf(making)))
      const bytes = seen.get(target.path) ?? made.parts[0]?.bytes ?? Buffer.alloc(0)
      if (random.chance(0.1) || !seen.has(target.path)) seen.set(target.path, bytes)
      return { ...made, parts: [{ bytes, pauseMs: 0 }] }
    },
  },
  {
    name: 'header floods',
    weight: 2,
    make: making => {
      const { random } = making
      const body = Buffer.from(sampleOf(making))
      const [count, size] = random.pick<readonly [number, number]>([
        [1_500, 4],
        [60, 200],
        [1, 12_000],
        [1, 60_000],
        [5_000, 100],
      ])
      const flood = Array.from({ length: count }, (_, n) => [`x-${n}`, 'a'.repeat(size)] as const)
      return posted(making, body, flood)
    },
  },
  {
    name: 'headers twice',
    weight: 5,
    make: making => {
      const { random, target } = making
      const body = Buffer.from(sampleOf(making))
      const own = [...target.media, ...target.credentials(body), ['content-length', String(body.length)] as const]
      const [name] = own[random.whole(own.length)] ?? ['host']
      const twice = random.pick(['', 'x', '0', 'application/json', 'Bearer x', 'v1,aaaa', 'a, b', '\u00ff'])
      const lines = random.shuffled([...own, [name, twice] as const, [name.toUpperCase(), twice] as const])
      return whole(head('POST', target.path, [...lines, ['connection', 'close']]), body)
    },
  },
  {
    name: 'media types',
    weight: 4,
    make: making => {
      const { random } = making
      const type = random.pick([
        '',
        'x',
        '/',
        'text/plain',
        'application/json; charset=utf-16',
        'application/json; charset=utf-8; charset=utf-7',
        'multipart/form-data; boundary=x',
        'application/x-www-form-urlencoded',
        `application/json;${' a=b;'.repeat(500)}`,
        'application/cloudevents+json',
        'application/cloudevents-batch+json',
        'application/json\u0000',
        '\u00fc/\u00fc',
      ])
      return posted(making, Buffer.from(sampleOf(making)), [['content-type', type]])
    },
  },
  {
    name: 'CloudEvents headers',
    weight: 2,
    make: making => {
      const { random } = making
      const strange = () => random.pick(['', '%', '%00', '%ff%fe', '%C0%AF', 'a'.repeat(4_000), '\u00e9', '1.0', '"'])
      const names = ['ce-id', 'ce-type', 'ce-source', 'ce-specversion', 'ce-subject', 'ce-time', 'ce-__proto__', 'ce-']
      const lines = random
        .shuffled(names)
        .slice(0, 5)
        .map(name => [name, strange()] as const)
      return posted(making, Buffer.from('{}'), [['content-type', 'application/json'], ...lines])
    },
  },
  {
    name: 'wrong methods',
    weight: 4,
    make: making => {
      const { random, target } = making
      const method = random.pick(['GET', 'PUT', 'DELETE', 'HEAD', 'OPTIONS', 'TRACE', 'PATCH', 'PROPFIND', 'QUERY'])
      const body = random.chance(0.5) ? Buffer.from(sampleOf(making)) : Buffer.alloc(0)
      const lines = [...target.media, ...target.credentials(body), ['content-length', String(body.length)] as const]
      return whole(head(method, target.path, [...lines, ['connection', 'close']]), body)
    },
  },
  {
    name: 'wrong paths',
    weight: 4,
    make: making => {
      const { random, target } = making
      const path = random.pick([
        '/',
        '//',
        '/ingress',
        `${target.path}/`,
        `/${target.path}`,
        `${target.path}/../../metrics`,
        `${target.path}%00`,
        `${target.path}?${'a=b&'.repeat(1_000)}`,
        `/${'a'.repeat(10_000)}`,
        '/%c0%ae%c0%ae/',
        '/ingress/%',
        '/ingress/__proto__',
        '/schemas/../package.json',
        '/schemas/__proto__/constructor.json',
        'http://other/ingress/http/events',
        '*',
      ])
      const body = Buffer.from(sampleOf(making))
      const lines = [...target.media, ...target.credentials(body), ['content-length', String(body.length)] as const]
      return whole(head('POST', path, [...lines, ['connection', 'close']]), body)
    },
  },
]
