import type { AuditEvent } from '../changes/audit-log.ts'
import type { EcmRequest } from '../request.ts'
import type { Node } from './node.ts'

/** Notes a change of a node: its dates, its properties' token, its audit. */
export function touch(request: EcmRequest, node: Node, event?: AuditEvent, subject = ''): void {
  node.modifiedMs = request.nowMs
  node.modifyUserId = request.user.id
  node.revision += 1
  if (event) request.world.audit.add(node.id, event, request.user.id, request.nowMs, subject)
}
