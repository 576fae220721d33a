import type { Going } from './going.ts'

/** So many messages at most by these channels together, in any span of that length. */
export interface Cap {
  readonly channels: readonly string[]
  readonly most: number
  readonly withinMs: number
}

/** Whether one more message by the channel were one too many, by any of the caps. What went exactly `withinMs` ago counts no more. */
export const isCapped = (going: Going, channel: string, caps: readonly Cap[]): boolean =>
  caps.some(cap => cap.channels.includes(channel) && wentWithin(going, cap) >= cap.most)

const wentWithin = ({ sent, at }: Going, { channels, withinMs }: Cap): number =>
  sent.filter(went => went.at > at - withinMs && channels.includes(went.channel)).length

/** Of what went, that which a cap can still count. */
export function countedStill<T extends { readonly at: number }>(
  sent: readonly T[],
  caps: readonly Cap[],
  at: number,
): T[] {
  const longestMs = Math.max(0, ...caps.map(({ withinMs }) => withinMs))
  return sent.filter(went => went.at > at - longestMs)
}
