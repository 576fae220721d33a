import type { Clock } from '../clock.ts'

/** What lets calls in for a time: a ticket, a token. */
export interface Credential {
  readonly value: string
  /** ms since 1970: another is fetched from then on; never where it lives as long as it is used. */
  readonly renewAt?: number
  /** ms since 1970: it lets nobody in from then on. */
  readonly endsAt?: number
}

/** Why there is none. `afterMs`: nobody asks again before, because asking cannot help or does harm. */
export interface NoCredential {
  readonly reason: string
  readonly afterMs: number | null
}

/** A credential with the number of the log-in that it comes from. */
export interface Held {
  readonly value: string
  readonly login: number
}

/** The credential of all calls to a destination. However many calls need one at the same time, there is one log-in; a refused log-in is not repeated before its time. */
export class SharedCredential {
  readonly #logIn: () => Promise<Credential | NoCredential>
  readonly #clock: Clock
  #credential: Credential | undefined
  #logins = 0
  #underWay: Promise<Held | NoCredential> | undefined
  #refused: NoCredential | undefined
  #refusedUntil = 0

  /** `logIn` is bounded in time and never rejects. */
  constructor(logIn: () => Promise<Credential | NoCredential>, clock: Clock) {
    this.#logIn = logIn
    this.#clock = clock
  }

  /** The credential; where there is none, after one log-in. Over at once, without a credential, when `signal` aborts. */
  async get(signal: AbortSignal): Promise<Held | NoCredential> {
    const now = this.#clock.now()
    const { value, renewAt = Infinity } = this.#credential ?? {}
    if (value !== undefined && now < renewAt) return { value, login: this.#logins }
    if (this.#refused && now < this.#refusedUntil)
      return this.#held(now) ?? { ...this.#refused, afterMs: this.#refusedUntil - now }
    this.#underWay ??= this.#renew().finally(() => (this.#underWay = undefined))
    return Promise.race([this.#underWay, cutOff(signal)])
  }

  /** A call with this one was let in and got another for the next. */
  replace({ login }: Held, value: string): void {
    if (this.#credential && login === this.#logins) this.#credential = { ...this.#credential, value }
  }

  /** A call with this one was not let in. Says nothing of one that came later. */
  expired({ login }: Held): void {
    if (login === this.#logins) this.#credential = undefined
  }

  /** One that had just been given was not let in: none is asked for before `afterMs`. */
  refuse(refused: NoCredential): void {
    this.#credential = undefined
    this.#refused = refused
    this.#refusedUntil = this.#clock.now() + (refused.afterMs ?? 0)
  }

  async #renew(): Promise<Held | NoCredential> {
    const answer = await this.#logIn()
    const now = this.#clock.now()
    if ('reason' in answer) {
      this.#refused = answer
      this.#refusedUntil = now + (answer.afterMs ?? 0)
      return this.#held(now) ?? answer
    }
    this.#credential = answer
    return { value: answer.value, login: ++this.#logins }
  }

  /** The one that should be renewed, as long as it still lets in. */
  #held(now: number): Held | undefined {
    const { value, endsAt = Infinity } = this.#credential ?? {}
    return value !== undefined && now < endsAt ? { value, login: this.#logins } : undefined
  }
}

const cutOff = (signal: AbortSignal): Promise<NoCredential> =>
  new Promise(resolve => {
    const over = () => resolve({ reason: 'cut_off: while a log-in was under way', afterMs: null })
    if (signal.aborted) over()
    else signal.addEventListener('abort', over, { once: true })
  })
