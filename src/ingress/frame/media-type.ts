/** The media type in lower case where it says JSON in UTF-8 (application/json or anything +json), else null. */
export function jsonMediaType(contentType: string): string | null {
  const [media = '', ...parameters] = contentType
    .toLowerCase()
    .split(';')
    .map(part => part.trim())
  if (!/^([a-z0-9!#$&^_.+-]+\/[a-z0-9!#$&^_.+-]+\+json|application\/json)$/.test(media)) return null
  const charsets = parameters.filter(parameter => parameter.startsWith('charset='))
  return charsets.every(charset => /^charset="?(utf-8|utf8)"?$/.test(charset)) ? media : null
}

/** Whether a media type says JSON in UTF-8. */
export const isJson = (contentType: string): boolean => jsonMediaType(contentType) !== null
