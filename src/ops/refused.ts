/** A verb does not do what it was asked for; the message says why, and what can be done, for a person. Nothing was changed. */
export class Refused extends Error {
  override readonly name = 'Refused'
}
