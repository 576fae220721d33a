import { types } from '../nodes/node.ts'
import type { Node } from '../nodes/node.ts'
import { touch } from '../nodes/touch.ts'
import { flagOf, textOf } from '../reading/arguments.ts'
import type { StoredFile } from '../reading/stored-file.ts'
import { Refusal, missing } from '../refusal.ts'
import { nodeOf, v2 } from '../request.ts'
import type { EcmRequest } from '../request.ts'
import { showVersion } from './show-version.ts'
import type { Version } from './version.ts'

const heldBytesLimit = 256 * 1024 * 1024

/** The uploaded file of a call: the part `file`, or what `upload_key` names. */
export function uploadedFile({ call, input, world, settings }: EcmRequest): StoredFile | undefined {
  const key = textOf(input, 'upload_key')
  const file = call.body.files.get('file') ?? (key === undefined ? undefined : world.uploads.take(key))
  if (file && settings.maxUploadBytes > 0 && file.size > settings.maxUploadBytes) {
    throw new Refusal(400, `The file is larger than ${settings.maxUploadBytes} bytes`)
  }
  return file
}

/** Puts a new version on a document. Of all content together only so much is held. */
export function putVersion(request: EcmRequest, node: Node, file: StoredFile, isMajor: boolean): Version {
  const { world, user, nowMs, input } = request
  const last = node.versions.at(-1)
  const fits = world.heldBytes + (file.content?.length ?? 0) <= heldBytesLimit
  if (fits) world.heldBytes += file.content?.length ?? 0
  const version: Version = {
    ...{ id: world.nodes.takeId(), number: (last?.number ?? 0) + 1, createdMs: nowMs, ownerId: user.id },
    ...{ major: (last?.major ?? 0) + (isMajor ? 1 : 0), minor: isMajor ? 0 : (last?.minor ?? 0) + 1 },
    ...{ file: fits ? file : { ...file, content: undefined }, locked: false },
    description: last ? (textOf(input, 'description') ?? '') : '',
  }
  node.versions.push(version)
  return version
}

/** POST /v1|v2/nodes/{id}/versions. */
export function addVersion(request: EcmRequest): object {
  const node = nodeOf(request)
  if (node.type !== types.document) throw new Refusal(400, 'Versions can be added to documents only')
  if ((textOf(request.input, 'description') ?? '').length > 255) {
    throw new Refusal(400, 'The description is longer than 255 characters')
  }
  const file = uploadedFile(request)
  if (!file) throw missing('file')
  const version = putVersion(request, node, file, flagOf(request.input, 'add_major_version') ?? false)
  touch(request, node, 'versionAdded', String(version.number))
  const { number } = version
  request.world.effect('version-added', node, request.user.id, {
    version: number,
    size: file.size,
    sha256: file.sha256,
  })
  const shown = showVersion(version, request.settings)
  return request.call.path.startsWith('/v1') ? shown : v2(request, { data: { versions: shown } })
}
