import { writeDate } from '../dates.ts'
import { listOf, neededInteger, objectOf } from '../reading/arguments.ts'
import { Refusal, missing } from '../refusal.ts'
import { integerParam, nodeOf, v2 } from '../request.ts'
import type { EcmRequest } from '../request.ts'
import type { Reminder } from './reminder-store.ts'

/** POST /v2/resubmission/{node}/addreminder with the JSON of the form field `data`. */
export function addReminder(request: EcmRequest): object {
  const { world, user, nowMs, input } = request
  const node = nodeOf(request)
  const data = objectOf(input, 'data')
  if (!data) throw missing('data')
  const rule = neededInteger(data, 'RSRULE')
  if (![0, 1, 2].includes(rule)) throw new Refusal(400, 'RSRULE must be 0, 1 or 2')
  if ((listOf(data, 'recipients') ?? []).length === 0) throw missing('recipients')
  const { id } = world.reminders.add(node.id, user.id, nowMs, data)
  world.effect('reminder-created', node, user.id, { reminder: id, description: data['RSDESCRIPTION'] ?? null })
  return v2(request, { id })
}

/** GET /v2/nodes/{id}/followups. */
export function listFollowUps(request: EcmRequest): object {
  const all = request.world.reminders.of(nodeOf(request).id)
  return v2(
    request,
    all.map(reminder => ({ data: { followup: shown(request, reminder) } })),
  )
}

/** GET and PUT /v2/nodes/{id}/followups/{followup}. */
export function followUp(request: EcmRequest): object {
  const node = nodeOf(request)
  const id = integerParam(request, 'followup')
  const reminder = request.world.reminders.of(node.id).find(one => one.id === id)
  if (!reminder) throw new Refusal(400, `There is no follow-up ${id}`)
  if (request.call.method === 'PUT') {
    const status = neededInteger(request.input, 'status')
    if (![1, -2, 2].includes(status)) throw new Refusal(400, 'status must be 1, -2 or 2')
    reminder.status = status
    request.world.effect('reminder-updated', node, request.user.id, { reminder: id, status })
  }
  return v2(request, { data: { followup: shown(request, reminder) } })
}

function shown({ settings }: EcmRequest, { id, nodeId, userId, createdMs, data, status }: Reminder) {
  return {
    ...{ id, node_id: nodeId, status, created_by: userId, create_date: writeDate(createdMs, settings) },
    ...{ description: data['RSDESCRIPTION'] ?? '', priority: data['PRIORITY'] ?? 50, due_date: data['RSDATE'] ?? null },
    ...{ rule: data['RSRULE'], recipients: data['recipients'] },
  }
}
