import { z } from 'zod'
import type { Settings } from '../../config.ts'
import type { Publication } from '../../stream/define.ts'
import type { Answer, Endpoint, Headers, OpenEndpoint } from './endpoint.ts'
import type { Item } from './item.ts'
import { Locator, type Place } from './locate.ts'
import { Refused, type Problem } from './problem.ts'
import { sort, type Sorted } from './sort.ts'
import { traceHeaders } from './trace.ts'
import { plain, unpack, type Unpacked } from './unpack.ts'

/** Something that is wrong in a payload, and where; no line where it is not in the body, such as a header. */
export interface Finding extends Partial<Place> {
  readonly pointer: string
  /** The machine word of the dead letter, or the kind of the problem. */
  readonly word: string
  readonly detail: string
}

/** A record that a payload would become, and where what it is made of begins. */
export interface Drafted extends Partial<Place> {
  readonly pointer: string
  readonly publication: Publication
}

/** What would happen to a payload that is sent to an endpoint, were Kafka there. */
export interface DryRun {
  readonly items: number
  readonly records: readonly Drafted[]
  readonly findings: readonly Finding[]
  /** What the sender would be answered. */
  readonly answer: Answer
}

/** A payload as it would come over the network. Header names in lower case. */
export interface Payload {
  readonly bytes: Buffer
  readonly headers: Readonly<Record<string, string>>
  readonly now: number
  readonly sender?: string
}

/** The path of a request without its credential, its rate and Kafka. Throws InvalidSettings as the start would; undefined where the settings do not name the source. */
export async function dryRun(endpoint: Endpoint, settings: Settings, payload: Payload): Promise<DryRun | undefined> {
  // Who it comes from is not asked: development has a credential of its own for every source.
  const open = endpoint.open({ ...settings, environment: 'development' })
  if (!open) return undefined
  try {
    const bytes = await plain(open, payload.bytes, payload.headers, () => undefined)
    const headers = headersOf(open, bytes, payload.headers)
    const allValues = () => Object.fromEntries(Object.entries(payload.headers).map(([name, value]) => [name, [value]]))
    const unpacked = await unpack(open, bytes, { headers, allValues }, () => undefined)
    return drafted(open, unpacked, headers, payload)
  } catch (error) {
    if (error instanceof Refused) return refusedWhole(open, error.problem)
    throw error
  }
}

/** What it would have come with, once it is unpacked. */
function headersOf({ usualHeaders }: OpenEndpoint, bytes: Buffer, given: Payload['headers']): Headers {
  const headers: Record<string, string | undefined> = { ...given, 'content-encoding': undefined }
  if ('content-type' in headers) return headers
  const usual = usualHeaders?.(bytes.toString('utf8')) ?? { 'content-type': 'application/json' }
  return { ...usual, ...headers }
}

function drafted(open: OpenEndpoint, unpacked: Unpacked, headers: Headers, { now, sender }: Payload): DryRun {
  const trace = traceHeaders(headers['traceparent'], headers['tracestate'])
  const arrival = { now, trace, ...(sender !== undefined && { sender }) }
  const sorted = sort(open, unpacked, arrival, () => undefined)
  const placeOf = placing(unpacked.text)
  return {
    items: unpacked.items.length,
    records: sorted.accepted.flatMap(({ item, publications }) =>
      publications.map(publication => ({ ...placeOf(item, ''), publication })),
    ),
    findings: sorted.rejected.flatMap(({ item, word, faults }) =>
      faults.map(({ pointer, detail }) => ({ ...placeOf(item, pointer), word, detail })),
    ),
    answer: answerTo(open, sorted),
  }
}

/** Where a fault of an item is in the text. */
function placing(text: string) {
  const whole = new Locator(text)
  return (item: Item, pointer: string): { pointer: string } & Partial<Place> => {
    if (item.line !== undefined) return { pointer, ...new Locator(item.text).place(pointer), line: item.line }
    const inBody = item.placeOf ? item.placeOf(pointer) : item.pointer + pointer
    return inBody === null ? { pointer } : { pointer: inBody, ...whole.place(inBody) }
  }
}

function answerTo(open: OpenEndpoint, { accepted, rejected }: Sorted): Answer {
  if (accepted.length > 0 || rejected.length === 0 || !open.noneUsable)
    return open.answer({ accepted: accepted.length, rejected })
  return told(open, open.noneUsable(rejected))
}

function told({ refusal }: OpenEndpoint, problem: Problem): Answer {
  const { status, title, detail } = refusal?.(problem) ?? problem
  return { status, body: { title, detail } }
}

/** Nothing of it could be looked at. */
function refusedWhole(open: OpenEndpoint, problem: Problem): DryRun {
  const { word, detail, members } = problem
  const place = Members.safeParse(members).data
  const findings = [{ pointer: '', word, detail, ...place }]
  return { items: 0, records: [], findings, answer: told(open, problem) }
}

const Members = z.object({ line: z.number(), column: z.number() })
