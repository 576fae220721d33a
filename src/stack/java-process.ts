import { mkdir, open } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { leash } from './leash.ts'
import type { Ending, Leashed } from './leash.ts'
import { lastLines } from './log-tail.ts'
import { StackProblem } from './problem.ts'
import { ticking } from './ticking.ts'

export interface JavaProcessPlan {
  /** For people, such as `Kafka 4.3.1`. */
  name: string
  java: string
  args: readonly string[]
  /** Its working directory. */
  folder: string
  /** The log file that the program itself keeps. */
  log: string
  /** Where it should answer, for people. */
  address: string
  answers: () => Promise<boolean>
  report: (line: string) => void
}

/** A part of the stack that is up. */
export interface JavaProcess extends Pick<Leashed, 'pid' | 'stop'> {
  /** A sentence on how it ended, with the last lines of its log. Resolves once it is gone; never rejects. */
  ended: Promise<string>
}

/** What only java itself says: a wrong option, a crash. Kept from the last start only. */
const printedIn = (plan: JavaProcessPlan) => `${plan.log}.printed`

/** Rather die than limp on without memory; a crash report goes to the working directory. */
const always = ['-XX:+ExitOnOutOfMemoryError', '-Djava.awt.headless=true']

/** Starts a program and waits until it answers. A StackProblem, and nothing left running, if it ends or never does. */
export async function startJavaProcess(plan: JavaProcessPlan): Promise<JavaProcess> {
  const began = performance.now()
  await mkdir(plan.folder, { recursive: true })
  const printed = await open(printedIn(plan), 'w')
  const options = { folder: plan.folder, env: environment(), output: printed.fd }
  const child = await leash(plan.java, [...always, ...plan.args], options).finally(() => printed.close())
  await ready(plan, child)
  plan.report(`${plan.name} answers on ${plan.address} (${((performance.now() - began) / 1000).toFixed(1)} s)`)
  return { pid: child.pid, stop: child.stop, ended: child.ended.then(ending => obituary(plan, child.pid, ending)) }
}

/** Runs a program of the same kind that ends by itself. A StackProblem when it fails. */
export async function runJava(plan: Omit<JavaProcessPlan, 'answers' | 'address'>): Promise<void> {
  let said = ''
  const options = { folder: plan.folder, env: environment(), output: (text: string) => void (said += text) }
  const { code, words } = await (await leash(plan.java, plan.args, options)).ended
  if (code !== 0) throw new StackProblem(`${plan.name} ${words}:\n${said.trim().slice(-1000)}`)
}

/** The settings of both programs are on the command line; a QUARKUS_... or KAFKA_... of the user's shell is not meant. */
function environment(): NodeJS.ProcessEnv {
  const kept = ['PATH', 'HOME', 'LANG', 'TMPDIR', 'TZ', 'JAVA_TOOL_OPTIONS']
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => kept.includes(name)))
}

async function ready(plan: JavaProcessPlan, child: Leashed): Promise<void> {
  const patience = new AbortController()
  const ticks = ticking(5000, seconds => plan.report(`waiting for ${plan.name} to answer (${seconds} s)`))
  const answered = untilAnswered(plan, patience.signal)
  const first = await Promise.race([answered, child.ended])
  patience.abort()
  ticks.stop()
  if (first === 'answers') return
  if (first === 'silent') await child.stop(1000)
  const why = first === 'silent' ? `did not answer on ${plan.address} within ${patienceSeconds} s` : first.words
  throw new StackProblem(`${plan.name} ${why}.${await lastWords(plan)}`)
}

const patienceSeconds = 90

async function untilAnswered(plan: JavaProcessPlan, signal: AbortSignal): Promise<'answers' | 'silent'> {
  const began = performance.now()
  while (performance.now() - began < patienceSeconds * 1000 && !signal.aborted) {
    if (await plan.answers()) return 'answers'
    await sleep(50)
  }
  return 'silent'
}

async function obituary(plan: JavaProcessPlan, pid: number, { words }: Ending): Promise<string> {
  return `${plan.name} (process ${pid}) ${words}.${await lastWords(plan)}`
}

async function lastWords(plan: JavaProcessPlan): Promise<string> {
  const lines = [...(await lastLines(plan.log, 6)), ...(await lastLines(printedIn(plan), 3))]
  return ` The last lines of ${plan.log}:\n${lines.join('\n')}`
}
