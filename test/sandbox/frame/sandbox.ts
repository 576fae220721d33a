import type { Server } from 'node:http'
import type { z } from 'zod'
import type { Call, Handled } from './call.ts'
import type { Clock } from './clock.ts'
import type { Control } from './control/control.ts'
import type { CredentialKind, Credentials } from './credentials.ts'
import type { Effects } from './effects.ts'
import type { FaultKind } from './fault.ts'
import { Host } from './host.ts'
import type { Injector } from './injector.ts'
import type { JsonObject } from '../json.ts'
import type { RateWindows } from './rate-windows.ts'
import type { Answer } from './reply.ts'
import { createSandboxServer } from './server.ts'

/** What the frame gives to a sandbox. */
export interface Frame<Settings> {
  readonly credentials: Credentials
  /** Ask it for every time the system speaks of. */
  readonly clock: Clock
  /** As they are now: they change while the sandbox runs. */
  readonly settings: () => Settings
  /** Add to it what took effect. */
  readonly effects: Effects
  readonly faults: Injector
  readonly windows: RateWindows
}

/** A running system: its state, and what it answers. */
export interface World {
  /** Refusals that come before every injected fault (unknown URL, wrong key). */
  admit?(call: Call): Handled | undefined
  answer(call: Call): Handled | Promise<Handled>
  /** The system's own 429, for the fault `rateLimited`. */
  rateLimited(call: Call, seconds: number): Answer
  /** Headers that every answer of the system carries; the answer's own are put over them. */
  headers?(answer: Answer, call: Call): Readonly<Record<string, string>>
  /** Fields that the journal shows beside its own. */
  describe?(call: Call): JsonObject
  /** Fields that `GET /_sandbox/calls?summary=1` shows beside its own. */
  summary?(): JsonObject
  /** Called before every call, to do what has become due by the sandbox's clock. */
  settle?(nowMs: number): void
  /** Called after the settings were changed. */
  configured?(): void
  /** Its own paths under /_sandbox. */
  readonly controls?: readonly Control[]
  /** Back to the state of a fresh start; the settings are set back already. */
  reset(): void
}

/** A vendor's system that a sandbox plays. */
export interface SandboxKind<Settings> {
  readonly name: string
  /** Completes "answers as … does". */
  readonly summary: string
  readonly credentials: CredentialKind
  /** Of a body beyond, only the size is kept. */
  readonly maxBodyBytes: number
  /** Must take {}: a sandbox starts without a settings file. */
  readonly settings: z.ZodType<Settings>
  /** Faults of this system alone. */
  readonly faults?: readonly FaultKind[]
  create(frame: Frame<Settings>): World
}

/** A sandbox ready to be served, whatever its settings are. */
export interface Destination {
  readonly name: string
  readonly summary: string
  readonly credentials: CredentialKind
  /** Throws a ZodError that names the wrong fields of the settings. */
  server(credentials: Credentials, settings: JsonObject): Server
}

export function defineSandbox<Settings>(kind: SandboxKind<Settings>): Destination {
  const { name, summary, credentials } = kind
  return {
    name,
    summary,
    credentials,
    server: (given, settings) => createSandboxServer(new Host(kind, given, settings)),
  }
}
