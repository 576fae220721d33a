import { Refusal } from '../refusal.ts'
import { RawAnswer, nodeOf, v2 } from '../request.ts'
import type { EcmRequest } from '../request.ts'
import { showVersion } from './show-version.ts'
import type { Version } from './version.ts'

/** The version named in the path; `latest` is known to v1 alone. */
export function versionOf(request: EcmRequest): Version {
  const { versions } = nodeOf(request)
  const asked = request.params['number'] ?? ''
  const isLatest = asked === 'latest' && request.call.path.startsWith('/v1')
  const version = isLatest ? versions.at(-1) : versions.find(one => String(one.number) === asked)
  if (!version) throw new Refusal(400, `There is no version '${asked}'`)
  return version
}

/** GET /v1|v2/nodes/{id}/versions. */
export function listVersions(request: EcmRequest): object {
  const shown = nodeOf(request).versions.map(version => showVersion(version, request.settings))
  if (request.call.path.startsWith('/v1')) return { data: shown }
  return v2(
    request,
    shown.map(versions => ({ data: { versions } })),
  )
}

/** GET /v1|v2/nodes/{id}/versions/{number}. */
export function readVersion(request: EcmRequest): object {
  const shown = showVersion(versionOf(request), request.settings)
  return request.call.path.startsWith('/v1') ? { data: shown } : v2(request, { data: { versions: shown } })
}

/** GET and HEAD …/content and …/versions/{number}/content. What was too large to be kept is refused, in our words. */
export function readContent(request: EcmRequest): RawAnswer {
  const version = 'number' in request.params ? versionOf(request) : nodeOf(request).versions.at(-1)
  if (!version) throw new Refusal(400, 'The item has no content')
  const { content, fileName, mimeType, size } = version.file
  if (!content)
    throw new Refusal(500, `The sandbox has not kept this content of ${size} bytes; /_sandbox/nodes tells its hash`)
  const name = encodeURIComponent(fileName)
  return new RawAnswer(content, {
    'Content-Type': mimeType,
    'Content-Disposition': `attachment; filename="${name}"; filename*=UTF-8''${name}`,
  })
}
