import { randomBytes } from 'node:crypto'
import type { Handled } from '../../frame/call.ts'
import type { Braze } from '../braze.ts'
import { refused, taken } from '../route.ts'
import type { Request } from '../route.ts'

/** POST /sends/id/create: a label for reports. It deduplicates nothing. */
export function createSendId({ workspace }: Braze, { body }: Request): Handled {
  const { campaign_id: campaign, send_id: id = randomBytes(12).toString('hex') } = body
  if (typeof campaign !== 'string' || !workspace.campaigns.has(campaign)) return refused(400, 'Invalid Campaign ID')
  if (typeof id !== 'string' || !/^[\x21-\x7e]{1,64}$/.test(id)) return refused(400, "'send_id' is not valid")
  return taken({ send_id: id })
}
