import { once } from 'node:events'
import { recordsOf, startReader, type OutputOptions, type ReadRecord } from '../engine/output.ts'
import type { Stream } from '../../../src/stream/define.ts'
import type { Source } from './source.ts'
import type { Tally } from './tally.ts'

const frameBytes = 5

/** The first texts of an Avro record in the registry's frame. Every record of ours begins with texts, and they stand one after the other. */
export function leadingStrings(bytes: Buffer, count: number): string[] {
  const texts: string[] = []
  let at = frameBytes
  while (texts.length < count) {
    let length = 0
    for (let shift = 0; ; shift += 7) {
      const byte = bytes.readUInt8(at++)
      length |= (byte & 0x7f) << shift
      if (byte < 0x80) break
    }
    // Zigzag: lengths are never negative.
    const end = at + length / 2
    texts.push(bytes.toString('utf8', at, end))
    at = end
  }
  return texts
}

/** Where the event's id stands among the first texts of a topic's records: first in events, second in commands, behind the delivery's own id. */
function idIn(bytes: Buffer, topic: Stream): string {
  const isCommand = topic.name.endsWith('.commands')
  return leadingStrings(bytes, isCommand ? 2 : 1).at(-1) ?? ''
}

const take = (tally: Tally, source: Source, topic: Stream, { key, value }: ReadRecord) =>
  tally.add(value === null ? undefined : source.numberOf(idIn(value, topic)), key ?? '')

/** Every committed record of a topic as of now. */
export async function count(io: OutputOptions, source: Source, topic: Stream, tally: Tally): Promise<void> {
  const child = startReader(io, [topic.name])
  const exited = once(child, 'exit')
  for await (const record of recordsOf(child, io.prefix)) take(tally, source, topic, record)
  await exited
  if (child.exitCode !== 0) throw new Error(`the reader of ${topic.name} ended with code ${String(child.exitCode)}`)
}

const quietMs = 3_000
const silenceMs = 90_000

/**
 * The committed records of a topic, from its beginning until `enough` of its events are there and nothing comes any more;
 * or until nothing has come for long.
 */
export async function follow(
  io: OutputOptions,
  source: Source,
  topic: Stream,
  tally: Tally,
  enough: number,
): Promise<void> {
  const child = startReader(io, [topic.name], '--follow')
  let lastAt = performance.now()
  const watch = setInterval(() => {
    const quiet = performance.now() - lastAt
    if (quiet > (tally.distinct >= enough ? quietMs : silenceMs)) child.stdin?.end()
  }, 250)
  try {
    for await (const record of recordsOf(child, io.prefix)) {
      take(tally, source, topic, record)
      lastAt = performance.now()
    }
  } finally {
    clearInterval(watch)
  }
}
