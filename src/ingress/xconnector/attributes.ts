import type { Fault } from '../frame/fault.ts'
import { isJson } from '../frame/media-type.ts'
import { parseTime } from '../frame/rfc3339.ts'
import { traceHeaders } from '../frame/trace.ts'
import type { CloudEvent } from '../frame/cloudevents.ts'

type Attributes = CloudEvent['attributes']

const longest = { id: 255, source: 1_024, type: 255, subject: 255, correlationid: 255 }
const required = new Set(['id', 'source', 'type'])
const mostExtensions = 32
const longestExtension = 1_024

/** Attributes that the record tells by itself, or that say how the data was sent. */
const told = new Set(['specversion', 'id', 'source', 'type', 'subject', 'time', 'datacontenttype', 'dataschema'])

/** What is wrong with an event's attributes; what its form lacks is said already. */
export function faultsOfAttributes({ attributes, faults: ofForm }: CloudEvent): Fault[] {
  const faults: Fault[] = []
  const wrong = (name: string, detail: string) => {
    if (!ofForm.some(({ pointer }) => pointer === `/${name}` || pointer === ''))
      faults.push({ pointer: `/${name}`, detail })
  }
  for (const [name, max] of Object.entries(longest)) {
    const value = attributes[name]
    if (value === undefined && !required.has(name)) continue
    if (value === undefined || value.trim() === '') wrong(name, 'is required')
    else if (value.length > max) wrong(name, `may have ${max} characters, not ${value.length}`)
  }
  const { specversion, time, datacontenttype } = attributes
  if (specversion !== '1.0') wrong('specversion', specversion === undefined ? 'is required' : 'must be 1.0')
  if (time !== undefined && parseTime(time) === null)
    wrong('time', 'must be a time as in RFC 3339, such as 2026-03-01T12:00:00Z')
  if (datacontenttype !== undefined && !isJson(datacontenttype)) wrong('datacontenttype', 'must be JSON in UTF-8')
  return [...faults, ...faultsOfExtensions(attributes)]
}

function faultsOfExtensions(attributes: Attributes): Fault[] {
  const extensions = Object.entries(attributes).filter(([name]) => !told.has(name))
  const tooLong = extensions.filter(([, value]) => value.length > longestExtension)
  const faults = tooLong.map(([name]) => ({ pointer: `/${name}`, detail: `may have ${longestExtension} characters` }))
  const tooMany = { pointer: '', detail: `may have ${mostExtensions} extension attributes` }
  return extensions.length > mostExtensions ? [...faults, tooMany] : faults
}

/** Extension attributes as headers; an event's own trace goes over the request's. */
export function extensionsOf(attributes: Attributes): Record<string, string> {
  const headers: Record<string, string> = {}
  for (const name of Object.keys(attributes)) if (!told.has(name)) headers[`ce_${name}`] = attributes[name] ?? ''
  return { ...headers, ...traceHeaders(attributes['traceparent'], attributes['tracestate']) }
}
