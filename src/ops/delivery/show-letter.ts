import { aligned, jsonLine, printable, textOf } from '../printing.ts'
import { readRecord, type LogRecord } from '../read-topic.ts'
import { Refused } from '../refused.ts'
import { since } from '../times.ts'
import { decoded, type VerbContext } from '../verb-context.ts'
import { jsonOf } from './dead-letters.ts'
import { idOf, letterOf, originalHeaders, redrivenHeader, textHeader, type Letter } from './letter.ts'
import { redrivenOf, type Redriven } from './redriven.ts'

const shownBytes = 256

/** The letter with this id. Rejects with Refused where there is none. */
export async function readLetter(
  context: VerbContext,
  place: { readonly partition: number; readonly offset: number },
): Promise<{ readonly letter: Letter; readonly record: LogRecord }> {
  const { deadLetters } = context.topology
  const record = await readRecord(context, deadLetters, place.partition, place.offset)
  if (record) return { letter: letterOf(record), record }
  const days = Math.round(deadLetters.retentionMs / 86_400_000)
  throw new Refused(`there is no dead letter ${idOf(place.partition, place.offset)}; they are kept for ${days} days`)
}

/** Shows all there is of one letter. */
export async function deadLettersShow(
  context: VerbContext,
  place: { readonly partition: number; readonly offset: number },
  json: boolean,
): Promise<boolean> {
  const { codec, say } = context
  const { letter, record } = await readLetter(context, place)
  const back = (await redrivenOf(context)).get(letter.id)
  const read = await decoded(codec, record.value)
  if (json) {
    const headers = originalHeaders(record.headers).map(([name, value]) => [name, value && textOf(Buffer.from(value))])
    const value = typeof read === 'string' ? { unreadable: read, bytes: record.value } : read
    say(jsonLine({ ...jsonOf(letter, {}, back), headers, ...value }))
    return true
  }
  for (const line of aligned(factsOf(context, letter, record, back))) say(line.slice(2))
  for (const line of valueLines(read, record.value)) say(line)
  return true
}

function factsOf(
  { clock }: VerbContext,
  letter: Letter,
  { headers }: LogRecord,
  back: Redriven | undefined,
): string[][] {
  const now = clock.now()
  const { id, at, stage, by, reason, attempts, topic, fromPartition, fromOffset, timestamp, key } = letter
  const place = fromOffset < 0 ? 'which it never lay in' : `partition ${fromPartition}, offset ${fromOffset}`
  const before = textHeader(headers, redrivenHeader)
  return [
    ['letter', `${id}, written ${since(at, now)}`],
    ['failed in', printable(by === null || stage === `deliver.${by}` ? stage : `${stage}, ${by}`)],
    ['why', printable(reason)],
    ...(attempts === null ? [] : [['attempts', String(attempts)]]),
    ['came from', `${printable(topic)}, ${place}, written ${since(timestamp, now)}`],
    ['key', key === null ? 'none' : printable(key)],
    ...originalHeaders(headers).map(([name, value]) => [
      'header',
      printable(`${name}: ${value ? textOf(Buffer.from(value)) : ''}`),
    ]),
    ...(before === undefined ? [] : [['before', `it was redriven and failed again: ${printable(before)}`]]),
    ...(back ? [['redriven', `by ${printable(back.by)} ${since(back.at, now)}`]] : []),
  ]
}

function valueLines(read: Awaited<ReturnType<typeof decoded>>, value: Buffer | null): string[] {
  if (typeof read !== 'string') return [`value      ${read.type}`, jsonLine(read.value, 2)]
  const bytes = value ?? Buffer.alloc(0)
  const more = bytes.length > shownBytes ? [`... and ${bytes.length - shownBytes} bytes more`] : []
  return [
    `value      ${bytes.length} bytes that cannot be read: ${printable(read)}`,
    ...hexLines(bytes.subarray(0, shownBytes)),
    ...more,
  ]
}

function hexLines(bytes: Buffer): string[] {
  const lines: string[] = []
  for (let at = 0; at < bytes.length; at += 16) {
    const row = bytes.subarray(at, at + 16)
    const hex = row.toString('hex').replace(/(..)/g, '$1 ').padEnd(48)
    const text = row.toString('latin1').replace(/[^\x20-\x7e]/g, '.')
    lines.push(`${at.toString(16).padStart(6, '0')}  ${hex} ${text}`)
  }
  return lines
}
