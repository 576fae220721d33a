import { createHash } from 'node:crypto'

/** Where a mark comes from, as `external_source` and before it in a version's description. */
export const markSource = 'signalbox'

/** Hash of the content ('-' where it is not known before it is sent) and of the delivery, by which an item or a version is known again. 60 characters at most. */
export interface Mark {
  readonly content: string
  readonly delivery: string
}

/** `contentHash`: SHA-256 in hex. */
export const markOf = (deliveryId: string, contentHash: string | null): Mark => ({
  content: contentHash === null ? '-' : Buffer.from(contentHash, 'hex').toString('base64url'),
  delivery: createHash('sha256').update(deliveryId).digest('base64url').slice(0, 16),
})

export const writtenMark = ({ content, delivery }: Mark): string => `${content}.${delivery}`

/** The mark in an external identity or in a version's description; undefined where somebody else made it. */
export function readMark(text: string | null | undefined): Mark | undefined {
  const [, content, delivery] = /^(?:signalbox:)?(-|[\w-]{43})\.([\w-]{16})$/.exec(text ?? '') ?? []
  return content === undefined || delivery === undefined ? undefined : { content, delivery }
}

export const sameContent = (one: Mark, other: Mark | undefined): boolean =>
  one.content !== '-' && one.content === other?.content
