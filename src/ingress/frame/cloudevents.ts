import { pointerTo } from './fault.ts'
import type { Fault } from './fault.ts'
import { isObject } from './json-object.ts'

/** A CloudEvent as it was sent in any of the three modes; nothing about its meaning is checked yet. */
export interface CloudEvent {
  /** Context attributes and extensions by name, as text. */
  readonly attributes: Readonly<Record<string, string>>
  readonly data: unknown
  /** What is wrong with its form. */
  readonly faults: readonly Fault[]
}

/** More are not looked at. */
const mostMembers = 200
const attributeName = /^[a-z0-9]{1,64}$/
const ofText = new Set(['id', 'source', 'type', 'subject', 'specversion', 'time', 'datacontenttype', 'dataschema'])

/** The JSON format: the event of structured mode, or one item of a batch. */
export function fromJson(event: unknown): CloudEvent {
  const attributes: Record<string, string> = {}
  const faults: Fault[] = []
  if (!isObject(event)) {
    return { attributes, data: undefined, faults: [{ pointer: '', detail: 'must be a JSON object: one CloudEvent' }] }
  }
  const names = Object.keys(event)
  if (names.length > mostMembers) {
    return { attributes, data: undefined, faults: [{ pointer: '', detail: `may have ${mostMembers} attributes` }] }
  }
  for (const name of names) {
    const value = event[name]
    if (name === 'data' || value === null) continue
    const text = attributeOf(name, value)
    if (typeof text === 'string') attributes[name] = text
    else faults.push(text)
  }
  return { attributes, data: event['data'], faults }
}

/** Null was left out before: CloudEvents counts it as absent. */
function attributeOf(name: string, value: unknown): string | Fault {
  if (name === 'data_base64') return wrong(name, 'is not accepted: send JSON in data')
  if (!ofText.has(name) && !attributeName.test(name))
    return wrong(name, 'is no attribute: names are lower-case letters and digits')
  if (typeof value === 'string') return value
  if (ofText.has(name)) return wrong(name, 'must be a string')
  if (typeof value === 'boolean' || Number.isSafeInteger(value)) return String(value)
  return wrong(name, 'must be a string, a boolean or a whole number')
}

const wrong = (name: string, detail: string): Fault => ({ pointer: pointerTo([name]), detail })

/** Adds what is wrong with an attribute. One word on it is enough: what is wrong in form is not also missing. */
export function addFault(faults: Fault[], event: CloudEvent, name: string, detail: string): void {
  const pointer = `/${name}`
  if (!event.faults.some(fault => fault.pointer === pointer || fault.pointer === '')) faults.push({ pointer, detail })
}

/** Headers by lower-case name with every value that was sent, as node:http gives them. */
export type Headers = Readonly<Record<string, readonly string[] | undefined>>

/** Binary mode: attributes in `ce-` headers, the data as the body, its type as Content-Type. */
export function fromHeaders(headers: Headers, data: unknown): CloudEvent {
  const attributes: Record<string, string> = {}
  const faults: Fault[] = []
  for (const [header, values] of Object.entries(headers)) {
    if (!header.startsWith('ce-') || !values) continue
    const name = header.slice(3)
    const text = values.length === 1 ? headerText(values[0] ?? '') : 'twice'
    if (text === null) faults.push({ pointer: `/${name}`, detail: `header ${header} is not percent-encoded UTF-8` })
    else if (values.length > 1)
      faults.push({ pointer: `/${name}`, detail: `header ${header} is there ${values.length} times` })
    else if (attributeName.test(name)) attributes[name] = text
    else faults.push({ pointer: `/${name}`, detail: `header ${header}: names are lower-case letters and digits` })
  }
  return { attributes, data, faults }
}

/** Undoes quotes and then one round of percent-encoding, as the HTTP binding says (§3.1.3.2); null where it cannot. */
function headerText(value: string): string | null {
  const quoted = /^"(.*)"$/.exec(value)?.[1]
  const unquoted = quoted === undefined ? value : quoted.replaceAll(/\\(.)/g, '$1')
  if (!/^[\x20-\x7e]*$/.test(unquoted)) return null
  try {
    return decodeURIComponent(unquoted)
  } catch {
    return null
  }
}
