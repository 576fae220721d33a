import { decompress, encodingOf } from './decompress.ts'
import type { Headers, OpenEndpoint } from './endpoint.ts'
import type { Item } from './item.ts'
import { decodeJson, decodeText } from './json.ts'
import { batchTooLarge, eventTooLarge, Refused, tooManyMembers, unreadable } from './problem.ts'

/** Kafka takes records of a million bytes. A larger item could be neither published nor kept among the dead letters, however often it came. */
export const maxItemBytes = 950_000

/** What came with a body. */
export interface Around {
  readonly headers: Headers
  readonly allValues: () => NodeJS.Dict<string[]>
}

/** A body taken apart. */
export interface Unpacked {
  readonly items: readonly Item[]
  /** The body's text, decompressed. */
  readonly text: string
}

/** The items of a body as it was sent; none where it is empty and may be. Throws Refused where it cannot be taken apart. `hold` is told of memory before it is used. */
export async function unpack(
  endpoint: OpenEndpoint,
  sent: Buffer,
  { headers, allValues }: Around,
  hold: (bytes: number) => void,
): Promise<Unpacked> {
  const bytes = await plain(endpoint, sent, headers, hold)
  if (bytes.length === 0 && endpoint.emptyBody === 'probe') return { items: [], text: '' }
  const { maxItems } = endpoint.limits
  const body = endpoint.isText?.(headers) ? decodeText(bytes) : decodeJson(bytes, maxItems)
  if (!body.ok) {
    const { word, detail, place } = body
    throw new Refused(word === 'too-many-members' ? tooManyMembers(detail) : unreadable(word, detail, place))
  }
  const items = endpoint.itemsOf(body, headers, allValues)
  if ('status' in items) throw new Refused(items)
  if (items.length > maxItems) throw new Refused(batchTooLarge(maxItems, items.length))
  if (bytes.length > maxItemBytes) boundItems(items)
  return { items, text: body.text }
}

/** The body as it was before it was compressed. */
export async function plain(
  { encodings, limits }: OpenEndpoint,
  sent: Buffer,
  headers: Headers,
  hold: (bytes: number) => void,
): Promise<Buffer> {
  const encoding = encodingOf(headers, encodings)
  if (encoding === null || sent.length === 0) return sent
  const bytes = await decompress(sent, encoding, limits.maxBodyBytes)
  hold(bytes.length)
  return bytes
}

function boundItems(items: readonly Item[]): void {
  for (const { text } of items) {
    const size = Buffer.byteLength(text)
    if (size > maxItemBytes) throw new Refused(eventTooLarge(maxItemBytes, size))
  }
}
