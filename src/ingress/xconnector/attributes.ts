import type { Fault } from '../frame/fault.ts'
import { isJson } from '../frame/media-type.ts'
import { parseTime } from '../frame/rfc3339.ts'
import { traceHeaders } from '../frame/trace.ts'
import { addFault, type CloudEvent } from '../frame/cloudevents.ts'

type Attributes = CloudEvent['attributes']

const longest = Object.entries({ id: 255, source: 1_024, type: 255, subject: 255, correlationid: 255 })
const required = new Set(['id', 'source', 'type'])
const mostExtensions = 32
const longestExtension = 1_024

/** Attributes that the record tells by itself, or that say how the data was sent. */
const told = new Set(['specversion', 'id', 'source', 'type', 'subject', 'time', 'datacontenttype', 'dataschema'])

/** What is wrong with an event's attributes; what its form lacks is said already. */
export function faultsOfAttributes(event: CloudEvent): Fault[] {
  const { attributes } = event
  const faults: Fault[] = []
  for (const [name, max] of longest) {
    const value = attributes[name]
    if (value === undefined && !required.has(name)) continue
    if (value === undefined || value.trim() === '') addFault(faults, event, name, 'is required')
    else if (value.length > max) addFault(faults, event, name, `may have ${max} characters, not ${value.length}`)
  }
  const { specversion, time, datacontenttype } = attributes
  if (specversion !== '1.0')
    addFault(faults, event, 'specversion', specversion === undefined ? 'is required' : 'must be 1.0')
  if (time !== undefined && parseTime(time) === null)
    addFault(faults, event, 'time', 'must be a time as in RFC 3339, such as 2026-03-01T12:00:00Z')
  if (datacontenttype !== undefined && !isJson(datacontenttype))
    addFault(faults, event, 'datacontenttype', 'must be JSON in UTF-8')
  addFaultsOfExtensions(faults, attributes)
  return faults
}

function addFaultsOfExtensions(faults: Fault[], attributes: Attributes): void {
  let count = 0
  for (const name of Object.keys(attributes)) {
    if (told.has(name)) continue
    count++
    if ((attributes[name] ?? '').length > longestExtension)
      faults.push({ pointer: `/${name}`, detail: `may have ${longestExtension} characters` })
  }
  if (count > mostExtensions) faults.push({ pointer: '', detail: `may have ${mostExtensions} extension attributes` })
}

/** Adds extension attributes to headers; an event's own trace goes over the request's. */
export function addExtensions(headers: Record<string, string>, attributes: Attributes): void {
  for (const name of Object.keys(attributes)) if (!told.has(name)) headers[`ce_${name}`] = attributes[name] ?? ''
  if (attributes['traceparent'] !== undefined)
    Object.assign(headers, traceHeaders(attributes['traceparent'], attributes['tracestate']))
}
