import type { Headers } from '../frame/endpoint.ts'
import { jsonMediaType } from '../frame/media-type.ts'
import { unsupportedMediaType, type Problem } from '../frame/problem.ts'

/** How a request carries its events, by CloudEvents' HTTP binding. */
export type Mode = 'structured' | 'batch' | 'binary'

export const structured = 'application/cloudevents+json'
export const batch = 'application/cloudevents-batch+json'

const accepted = `${structured}, ${batch}, or application/json with ce-* headers; charset utf-8`

/** The mode, or null where the body is in no format that is understood. `isBinary`: the request has ce-* headers. */
export function modeOf(contentType: string, isBinary: boolean): Mode | null {
  const media = jsonMediaType(contentType)
  if (media === structured) return 'structured'
  if (media === batch) return 'batch'
  return media !== null && isBinary && !media.startsWith('application/cloudevents') ? 'binary' : null
}

/** The mode of a request by its headers. */
export function modeOfRequest(headers: Headers): Mode | null {
  const isBinary = 'ce-specversion' in headers || 'ce-type' in headers || 'ce-id' in headers || 'ce-source' in headers
  return modeOf(headers['content-type'] ?? '', isBinary)
}

/** The answer where there is no mode. */
export const noMode = (headers: Headers): Problem =>
  unsupportedMediaType(headers['content-type'] ?? '', accepted, [structured, batch, 'application/json'])
