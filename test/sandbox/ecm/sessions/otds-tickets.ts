import type { Session } from './session-store.ts'

/** Tickets and tokens of the directory service, by the user they stand for. They do not expire here. */
export class OtdsTickets {
  readonly #users = new Map<string, number>()
  readonly #sessions = new Map<string, Session>()
  #issued = 0

  issue(userId: number, prefix: string): string {
    const ticket = `${prefix}${Buffer.from(`otds:${++this.#issued}:${userId}`).toString('base64url')}`
    this.#users.set(ticket, userId)
    return ticket
  }

  /** One session for each ticket or token: opened when it is first used. */
  sessionFor(ticket: string, open: (userId: number) => Session): Session | undefined {
    const userId = this.#users.get(ticket)
    if (userId === undefined) return undefined
    const known = this.#sessions.get(ticket) ?? open(userId)
    this.#sessions.set(ticket, known)
    return known
  }

  clear(): void {
    this.#users.clear()
    this.#sessions.clear()
    this.#issued = 0
  }
}
