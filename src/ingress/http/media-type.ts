/** How a request carries its events, by CloudEvents' HTTP binding. */
export type Mode = 'structured' | 'batch' | 'binary'

/** For the answer to anything else. */
export const acceptedTypes =
  'application/cloudevents+json, application/cloudevents-batch+json, or application/json with ce-* headers; charset utf-8; no content encoding'

/** The mode, or null where the body is in no format that is understood. `isBinary`: the request has ce-* headers. */
export function modeOf(contentType: string, contentEncoding: string | undefined, isBinary: boolean): Mode | null {
  const media = jsonMediaType(contentType)
  if (media === null || (contentEncoding !== undefined && contentEncoding.toLowerCase() !== 'identity')) return null
  if (media === 'application/cloudevents+json') return 'structured'
  if (media === 'application/cloudevents-batch+json') return 'batch'
  return isBinary && !media.startsWith('application/cloudevents') ? 'binary' : null
}

/** Whether a media type says JSON in UTF-8: application/json or anything +json. */
export const isJson = (contentType: string): boolean => jsonMediaType(contentType) !== null

function jsonMediaType(contentType: string): string | null {
  const [media = '', ...parameters] = contentType
    .toLowerCase()
    .split(';')
    .map(part => part.trim())
  if (!/^([a-z0-9!#$&^_.+-]+\/[a-z0-9!#$&^_.+-]+\+json|application\/json)$/.test(media)) return null
  const charsets = parameters.filter(parameter => parameter.startsWith('charset='))
  return charsets.every(charset => /^charset="?(utf-8|utf8)"?$/.test(charset)) ? media : null
}
