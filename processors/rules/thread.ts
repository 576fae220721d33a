import type { Going } from './going.ts'

export const threadRefusals = ['nothing_to_follow', 'already_sent'] as const

/** The reason against a message that lies in what went before about the same thing. */
export function threadRefusal({ message, threads }: Going): (typeof threadRefusals)[number] | undefined {
  const hasGone = message.thread !== null && Object.hasOwn(threads, message.thread)
  if (message.threadRule === 'onlyIfSent' && !hasGone) return 'nothing_to_follow'
  if (message.threadRule === 'onlyOnce' && hasGone) return 'already_sent'
  return undefined
}
