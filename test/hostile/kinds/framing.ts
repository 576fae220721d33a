import { randomOf } from './noise.ts'
import { chunked, head, sampleOf as textOf, whole, type Attempt, type Kind, type Making } from '../attempt.ts'

type Made = Omit<Attempt, 'kind' | 'path'>

const sampleOf = (making: Making): Buffer => Buffer.from(textOf(making))

/** The head and the body of a request whose framing headers are these. */
function framed(making: Making, lines: readonly (readonly [string, string])[], body: Buffer, over = body): Made {
  const { target } = making
  return whole(head('POST', target.path, [...target.media, ...target.credentials(over), ...lines]), body)
}

/** Not longer than this is waited for what will not come. */
const impatient = { waitMs: 1_500 } as const

/** Requests whose frame is not what it says, or none at all. */
export const framing: readonly Kind[] = [
  {
    name: 'content-length lies',
    weight: 6,
    make: making => {
      const body = sampleOf(making)
      const { length } = body
      const said = making.random.pick([
        String(length + 100),
        String(Math.max(0, length - 10)),
        '0',
        '-1',
        '99999999999999999999',
        '0x10',
        `${length}, ${length}`,
        `+${length}`,
        '1e3',
        '',
      ])
      return {
        ...framed(making, [['content-length', said]], body),
        ...impatient,
        then: making.random.pick(['read', 'end'] as const),
      }
    },
  },
  {
    name: 'chunked lies',
    weight: 6,
    make: making => {
      const body = sampleOf(making)
      const hex = body.length.toString(16)
      const text = (...parts: (string | Buffer)[]) => Buffer.concat(parts.map(part => Buffer.from(part)))
      const bytes = making.random.pick([
        text('ffffffffffffffff\r\n', body),
        text('-1\r\n', body),
        text(hex, '\r\n', body),
        text(hex, ';', 'a'.repeat(20_000), '\r\n', body, '\r\n0\r\n\r\n'),
        text(hex, '\n', body, '\n0\n\n'),
        text('zz\r\n', body, '\r\n0\r\n\r\n'),
        text(chunked(body, false), '0\r\nx: y\r\ncontent-length: 3\r\n\r\n'),
        text(...[...body].map(byte => chunked(Buffer.from([byte]), false)), '0\r\n\r\n'),
        text('0\r\n\r\n', chunked(body)),
      ])
      const lines = making.random.pick<readonly (readonly [string, string])[]>([
        [['transfer-encoding', 'chunked']],
        [
          ['transfer-encoding', 'chunked'],
          ['content-length', '5'],
        ],
        [['transfer-encoding', 'gzip, chunked']],
        [['transfer-encoding', 'chunked, chunked']],
        [['transfer-encoding', 'xchunked']],
        [['transfer-encoding', '\u000bchunked']],
      ])
      return { ...framed(making, lines, bytes, body), ...impatient, then: making.random.pick(['read', 'end'] as const) }
    },
  },
  {
    name: 'pipelined garbage',
    weight: 4,
    make: making => {
      const body = sampleOf(making)
      const good = framed(making, [['content-length', String(body.length)]], body).parts[0]?.bytes ?? body
      const behind = making.random.pick([
        randomOf(making.random, 300),
        Buffer.concat(Array.from({ length: 20 }, () => good)),
        Buffer.from('GET /metrics HTTP/1.1\r\n\r\n'),
        Buffer.from('\r\n\r\n\r\n'),
      ])
      return {
        ...whole('', Buffer.concat([good, behind])),
        ...impatient,
        then: making.random.pick(['read', 'end', 'reset'] as const),
      }
    },
  },
  {
    name: 'no HTTP',
    weight: 4,
    make: ({ random, target }) => ({
      ...whole(
        '',
        random.pick([
          randomOf(random, 1 + random.whole(2_000)),
          Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'),
          Buffer.from([0x16, 3, 1, 2, 0, 1, 0, 1, 0xfc, 3, 3, ...randomOf(random, 200)]),
          Buffer.from(`POST ${target.path}\r\n\r\n`),
          Buffer.from(`POST ${target.path} HTTP/9.9\r\nhost: a\r\n\r\n`),
          Buffer.from('\0'.repeat(3_000)),
          Buffer.from(`POST ${target.path} HTTP/1.1\r\n\r\n`),
          Buffer.from(`POST ${target.path} HTTP/1.1\r\nhost: a\r\n bad\r\n: \r\n\r\n`),
          Buffer.from(`GET /healthz HTTP/1.1\r\nhost: a\r\nupgrade: websocket\r\nconnection: upgrade\r\n\r\n`),
          Buffer.from('CONNECT kafka:9092 HTTP/1.1\r\nhost: a\r\n\r\n'),
        ]),
      ),
      ...impatient,
      then: random.pick(['read', 'end'] as const),
    }),
  },
  {
    name: 'expectations',
    weight: 2,
    make: making => {
      const body = sampleOf(making)
      const expect = making.random.pick(['100-continue', '200-ok', '', 'a'.repeat(1_000)])
      const lines = [['content-length', String(body.length)] as const, ['expect', expect] as const]
      return { ...framed(making, lines, body), ...impatient }
    },
  },
  {
    name: 'broken off',
    weight: 4,
    make: making => {
      const body = sampleOf(making)
      const bytes = framed(making, [['content-length', String(body.length)]], body).parts[0]?.bytes ?? body
      const part = bytes.subarray(0, making.random.whole(bytes.length))
      return {
        parts: [{ bytes: part, pauseMs: making.random.whole(20) }],
        then: making.random.pick(['reset', 'end'] as const),
        waitMs: 1_000,
      }
    },
  },
]
