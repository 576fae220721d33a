/** A record header. Kafka allows a name several times and a value to be missing; both are kept. */
export type Header = readonly [name: string, value: Buffer | string | null]
export type Headers = readonly Header[]

/** The last header of a name, which is the one that counts where only one is wanted. */
export const headerOf = (headers: Headers, name: string): Header | undefined =>
  headers.findLast(header => header[0] === name)
