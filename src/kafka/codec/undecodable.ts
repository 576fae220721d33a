/** A record that no codec can read: the reason is a short machine word, a colon, and what is wrong. */
export class Undecodable extends Error {
  override readonly name = 'Undecodable'
}
