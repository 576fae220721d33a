import { randomBytes } from 'node:crypto'

/** 32 hex digits, one per request. */
export function newDispatchId(): string {
  return randomBytes(16).toString('hex')
}
