import type { Headers } from '../frame/endpoint.ts'
import type { Body, Item } from '../frame/item.ts'
import { arrayItems, wholeBody } from '../frame/items.ts'
import { parseJson } from '../frame/json.ts'
import { jsonMediaType } from '../frame/media-type.ts'
import { unsupportedMediaType, type Problem } from '../frame/problem.ts'

export const structured = 'application/cloudevents+json'
export const batch = 'application/cloudevents-batch+json'
export const lines = 'application/x-ndjson'

/** How a request carries its events: one, a JSON array of them, or a frame, which is one on each line. */
export type Mode = typeof structured | typeof batch | typeof lines

/** Null where the body is in no form that is understood. */
export function modeOf(headers: Headers): Mode | null {
  const type = headers['content-type'] ?? ''
  if (/^application\/x-ndjson *(; *charset="?utf-?8"?)?$/i.test(type)) return lines
  const media = jsonMediaType(type)
  return media === structured || media === batch ? media : null
}

export const noMode = (headers: Headers): Problem =>
  unsupportedMediaType(headers['content-type'] ?? '', `${structured}, ${batch} or ${lines}, in UTF-8`, [
    structured,
    batch,
    lines,
  ])

/** A line of a frame that is no JSON. */
export class BadLine {
  readonly detail: string
  constructor(detail: string) {
    this.detail = detail
  }
}

/** The events of a body, in their order. */
export function itemsOf(mode: Mode, body: Body): readonly Item[] | Problem {
  if (mode === lines) return [...itemsOfLines(body.text)]
  if (mode === structured) return [wholeBody(body)]
  return Array.isArray(body.value) ? arrayItems(body.value, body) : notABatch
}

/** Lines end with LF or CRLF; one with nothing on it holds no event. A line that is no JSON costs no other. */
function* itemsOfLines(text: string): Generator<Item> {
  let index = 0
  for (const [n, line] of text.split('\n').entries()) {
    const json = line.trim()
    if (json !== '') yield new LineItem(line, json, index++, n + 1)
  }
}

/** Read when it is asked for: a frame of too many lines is refused before. */
class LineItem implements Item {
  readonly text: string
  readonly pointer: string
  readonly line: number
  readonly #sent: string
  #value: unknown

  constructor(sent: string, text: string, index: number, line: number) {
    this.text = text
    this.pointer = `/${index}`
    this.line = line
    this.#sent = sent
  }

  get value(): unknown {
    return (this.#value ??= valueOf(this.#sent, this.text))
  }
}

function valueOf(line: string, json: string): unknown {
  const parsed = parseJson(json)
  if (parsed.ok) return parsed.value
  const { place, detail } = parsed
  if (!place) return new BadLine(`cannot be read: ${detail}`)
  return new BadLine(`is no JSON: wrong at column ${line.indexOf(json) + place.column}`)
}

const notABatch: Problem = {
  status: 400,
  word: 'invalid-batch',
  title: 'Not a batch',
  detail: `A body of type ${batch} is a JSON array of CloudEvents.`,
}
