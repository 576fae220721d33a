import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'

/** One log-in. */
export interface Session {
  readonly id: number
  readonly userId: number
  readonly createdMs: number
  lastRequestMs: number
  requests: number
  ticketsIssued: number
}

export interface SessionRules {
  readonly timeoutMs: number
  readonly idleFrom: 'ticket' | 'session'
}

/** Why a ticket was not taken, for whoever watches. */
export type TicketState = 'missing' | 'unknown' | 'expired' | 'revoked'
export type Found = { readonly session: Session } | { readonly refused: TicketState }

const maxSessions = 10_000

/**
 * Tickets say by themselves when they were issued, so that a fresh one for every answer costs no memory. Only sessions and
 * revoked tickets are remembered.
 */
export class SessionStore {
  #secret = randomBytes(32)
  readonly #sessions = new Map<number, Session>()
  readonly #revoked = new Set<string>()
  readonly #refusals = new Map<TicketState, number>()
  #lastId = 0

  open(userId: number, nowMs: number): Session {
    const session = {
      id: ++this.#lastId,
      userId,
      createdMs: nowMs,
      lastRequestMs: nowMs,
      requests: 0,
      ticketsIssued: 0,
    }
    this.#sessions.set(session.id, session)
    if (this.#sessions.size > maxSessions) {
      const [oldest] = this.#sessions.keys()
      if (oldest !== undefined) this.#sessions.delete(oldest)
    }
    return session
  }

  issue(session: Session, nowMs: number): string {
    session.ticketsIssued += 1
    const content = `${session.id.toString(36)}.${nowMs.toString(36)}.${session.ticketsIssued.toString(36)}`
    return Buffer.from(`${content}.${this.#sign(content)}`).toString('base64')
  }

  find(ticket: string | undefined, nowMs: number, rules: SessionRules): Found {
    const found = this.#look(ticket, nowMs, rules)
    if ('refused' in found) this.#refusals.set(found.refused, (this.#refusals.get(found.refused) ?? 0) + 1)
    return found
  }

  close(session: Session): void {
    this.#sessions.delete(session.id)
  }

  /** That ticket is dead from now on, whatever its age. */
  revoke(ticket: string): void {
    this.#revoked.add(ticket)
  }

  /** Every ticket issued so far is dead. */
  revokeAll(): void {
    this.#sessions.clear()
    this.#revoked.clear()
    this.#secret = randomBytes(32)
  }

  list(): { sessions: readonly Session[]; loggedIn: number; refused: Record<string, number> } {
    return {
      sessions: [...this.#sessions.values()],
      loggedIn: this.#lastId,
      refused: Object.fromEntries(this.#refusals),
    }
  }

  clear(): void {
    this.revokeAll()
    this.#refusals.clear()
    this.#lastId = 0
  }

  #look(ticket: string | undefined, nowMs: number, { timeoutMs, idleFrom }: SessionRules): Found {
    if (ticket === undefined || ticket === '') return { refused: 'missing' }
    if (this.#revoked.has(ticket)) return { refused: 'revoked' }
    const decoded = Buffer.from(ticket, 'base64')
    // Decoding is lenient; a ticket with anything added to it is another ticket.
    if (decoded.toString('base64') !== ticket) return { refused: 'unknown' }
    const [id = '', issued = '', serial = '', mark = ''] = decoded.toString('latin1').split('.')
    if (!same(mark, this.#sign(`${id}.${issued}.${serial}`))) return { refused: 'unknown' }
    const session = this.#sessions.get(Number.parseInt(id, 36))
    if (!session) return { refused: 'unknown' }
    const sinceMs = idleFrom === 'ticket' ? Number.parseInt(issued, 36) : session.lastRequestMs
    if (nowMs - sinceMs > timeoutMs) return { refused: 'expired' }
    session.lastRequestMs = Math.max(session.lastRequestMs, nowMs)
    session.requests += 1
    return { session }
  }

  #sign(content: string): string {
    return createHmac('sha256', this.#secret).update(content).digest('base64url')
  }
}

function same(given: string, expected: string): boolean {
  const [left, right] = [Buffer.from(given), Buffer.from(expected)]
  return left.length === right.length && timingSafeEqual(left, right)
}
