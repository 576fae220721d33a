import { textOf } from '../reading/arguments.ts'
import { Refusal, missing } from '../refusal.ts'
import { integerParam, v2 } from '../request.ts'
import type { EcmRequest } from '../request.ts'

/** GET /v2/multipart/settings. */
export function uploadSettings(request: EcmRequest): object {
  const { partSizeBytes } = request.settings
  return v2(request, { data: { is_enabled: true, part_size: partSizeBytes, max_num_parallel_uploads: 1 } })
}

/** POST /v2/multipart: begins one. */
export function beginUpload(request: EcmRequest): object {
  const { input, world, settings } = request
  const name = textOf(input, 'file_name') ?? textOf(input, 'name') ?? ''
  const key = world.uploads.open(name, textOf(input, 'mime_type') ?? 'application/octet-stream')
  return v2(request, { data: { upload_key: key, part_size: settings.partSizeBytes } })
}

/** POST /v2/multipart/{key}/{part}: a part as a form's `file` or as the bare body. */
export function addPart(request: EcmRequest): object {
  const { world, call, settings, params } = request
  const file = call.body.files.get('file')
  if (!file) throw missing('file')
  if (!file.content) throw new Refusal(400, `A part has at most ${settings.partSizeBytes} bytes`)
  world.uploads.addPart(params['key'] ?? '', integerParam(request, 'part'), file.content, settings.keepContentBytes)
  return v2(request, { data: { part: integerParam(request, 'part') } })
}

/** POST /v2/multipart/{key}: all parts are there. */
export function completeUpload(request: EcmRequest): object {
  const { size } = request.world.uploads.complete(request.params['key'] ?? '')
  return v2(request, { data: { upload_key: request.params['key'], size } })
}

/** DELETE /v2/multipart/{key}. */
export function abortUpload(request: EcmRequest): object {
  request.world.uploads.abort(request.params['key'] ?? '')
  return v2(request, {})
}
