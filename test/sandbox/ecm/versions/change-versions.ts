import { touch } from '../nodes/touch.ts'
import { integerOf } from '../reading/arguments.ts'
import { Refusal } from '../refusal.ts'
import { nodeOf, v2 } from '../request.ts'
import type { EcmRequest } from '../request.ts'
import { putVersion } from './add-version.ts'
import { versionOf } from './read-versions.ts'
import { showVersion } from './show-version.ts'

/** POST …/versions/{number}/promote: its content becomes a new, major version; the old one stays. */
export function promoteVersion(request: EcmRequest): object {
  const node = nodeOf(request)
  const { file } = versionOf(request)
  const version = putVersion(request, node, file, true)
  touch(request, node, 'versionAdded', String(version.number))
  const { size, sha256 } = file
  request.world.effect('version-added', node, request.user.id, {
    version: version.number,
    size,
    sha256,
    promoted: true,
  })
  return v2(request, { data: { versions: showVersion(version, request.settings) } })
}

/** POST …/versions/{number}/lock and DELETE of the same. */
export function lockVersion(request: EcmRequest): object {
  const version = versionOf(request)
  version.locked = request.call.method !== 'DELETE'
  return v2(request, { data: { versions: showVersion(version, request.settings) } })
}

/** DELETE …/versions/{number}. */
export function deleteVersion(request: EcmRequest): object {
  const node = nodeOf(request)
  const version = versionOf(request)
  if (version.locked) throw new Refusal(400, `The version ${version.number} is locked`)
  if (node.versions.length === 1) throw new Refusal(400, 'The last version cannot be deleted')
  node.versions.splice(node.versions.indexOf(version), 1)
  touch(request, node)
  const { number } = version
  request.world.effect('version-deleted', node, request.user.id, { version: number })
  return request.call.path.startsWith('/v1') ? {} : v2(request, {})
}

/** DELETE …/versions: keeps the newest. Clients cannot send the number with a DELETE's form; then it is 1. */
export function purgeVersions(request: EcmRequest): object {
  const node = nodeOf(request)
  const keep = integerOf({ ...request.input, ...Object.fromEntries(request.call.query) }, 'number_to_keep') ?? 1
  const gone = node.versions.splice(0, Math.max(0, node.versions.length - Math.max(1, keep)))
  if (gone.length > 0) touch(request, node)
  for (const { number } of gone) request.world.effect('version-deleted', node, request.user.id, { version: number })
  return v2(request, {})
}
