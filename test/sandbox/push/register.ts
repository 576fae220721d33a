import { z } from 'zod'
import type { Call, Handled } from '../frame/call.ts'
import { failure } from './failure.ts'
import type { DeviceRegistry } from './device-registry.ts'

const clientSchema = z.looseObject({
  clientInfo: z.looseObject({ runtime: z.string().min(1).nullable().optional() }).optional(),
  userInfo: z.looseObject({ userID: z.string().min(1).nullable().optional() }).optional(),
  deviceInfo: z.looseObject({ cloudPushKey: z.string().min(1) }),
})

/** `PUT`, `GET` and `DELETE /devices/{clientId}`. A registration with a new token makes a dead device live again. */
export function answerDevice(call: Call, clientId: string, devices: DeviceRegistry): Handled {
  const device = devices.find(clientId)
  const missing = failure(404, 'NOT_FOUND', `Unknown client '${clientId}'.`, clientId)
  if (call.method === 'GET') {
    return { answer: device ? { status: 200, body: device.representation } : missing, applied: false }
  }
  if (call.method === 'DELETE') {
    const removed = devices.remove(clientId)
    return { answer: removed ? { status: 204, body: undefined } : missing, applied: removed }
  }
  const { data } = clientSchema.safeParse(call.json)
  if (!data) return { answer: failure(400, 'INVALID_ARGUMENT', 'deviceInfo.cloudPushKey is required.'), applied: false }
  const representation = { ...data, clientId }
  const [user, runtime] = [data.userInfo?.userID ?? null, data.clientInfo?.runtime ?? null]
  devices.put({ clientId, user, runtime, representation, dead: false })
  return { answer: { status: device ? 200 : 201, body: representation }, applied: true }
}

/** `PUT` and `DELETE /topics/{name}/clients/{clientId}`. */
export function answerTopic(call: Call, topic: string, clientId: string, devices: DeviceRegistry): Handled {
  const missing = failure(404, 'NOT_FOUND', `Client '${clientId}' is not here.`, clientId)
  if (call.method === 'DELETE') {
    const removed = devices.unsubscribe(topic, clientId)
    return { answer: removed ? { status: 204, body: undefined } : missing, applied: removed }
  }
  if (!devices.find(clientId)) return { answer: missing, applied: false }
  devices.subscribe(topic, clientId)
  return { answer: { status: 200, body: { clientId } }, applied: true }
}
