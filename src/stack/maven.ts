import { createWriteStream } from 'node:fs'
import { finished } from 'node:stream/promises'
import { leash } from './leash.ts'
import { StackProblem } from './problem.ts'
import { ticking } from './ticking.ts'

export interface MavenRun {
  /** What is fetched, for people. */
  name: string
  pom: string
  /** An existing folder that takes the files. */
  stage: string
  /** Takes everything that mvn says. */
  log: string
  /** Use this local repository in place of the user's own. */
  repository?: string
  report: (line: string) => void
}

/** Copies the dependencies of a pom into the stage. A StackProblem when there is no mvn or it fails. */
export async function fetchWithMaven(run: MavenRun): Promise<void> {
  const progress = readProgress()
  const log = createWriteStream(run.log)
  const ticks = ticking(2000, seconds => run.report(`fetching ${run.name}: ${progress.words()} (${seconds} s)`))
  const mvn = await leash('mvn', mavenArgs(run), {
    folder: run.stage,
    env: process.env,
    output: text => log.write(progress.take(text)),
  })
  const { code, words } = await mvn.ended
  ticks.stop()
  await finished(log.end())
  if (code === 127) throw noMaven(run)
  if (code !== 0) throw failed(run, words, progress.lastWords())
}

function mavenArgs({ pom, stage, repository }: MavenRun): string[] {
  // -U: ask again for what an earlier run did not find. Not -B: in batch mode mvn is silent during a long download.
  const args = ['-U', '-Dstyle.color=never', '-f', pom, `-Dstage=${stage}`, 'dependency:copy-dependencies']
  return repository === undefined ? args : [`-Dmaven.repo.local=${repository}`, ...args]
}

interface Progress {
  /** Takes a piece of mvn's output and gives back what of it belongs in a log file. */
  take(text: string): string
  words(): string
  lastWords(): string
}

/** Reads `Progress (1): 5.2/109 MB` and `Downloaded from central: ADDRESS (6.7 MB at 47 MB/s)`. */
function readProgress(): Progress {
  let files = 0
  let done = 0
  let underWay = ''
  let rest = ''
  const said: string[] = []
  const read = (line: string) => {
    if (line.startsWith('Progress')) {
      underWay = line.slice(line.indexOf(':') + 1).trim()
      return
    }
    const size = /^\s*Downloaded from .*\(([\d.]+) (B|kB|MB|GB) at /.exec(line)
    if (size) {
      files += 1
      done += Number(size[1]) * megabytes(size[2])
      underWay = ''
    }
    if (line.trim()) said.push(line.trimEnd())
  }
  return {
    take: text => {
      const lines = (rest + text).split(/[\r\n]+/)
      const from = said.length
      rest = lines.pop() ?? ''
      lines.forEach(read)
      return said
        .slice(from)
        .map(line => `${line}\n`)
        .join('')
    },
    words: () => {
      if (files === 0 && !underWay) return 'mvn is at work'
      return `${files} files, ${done.toFixed(1)} MB${underWay && `, then ${underWay}`}`
    },
    lastWords: () => lastWords(said),
  }
}

function megabytes(unit: string | undefined): number {
  return { B: 1e-6, kB: 1e-3, MB: 1, GB: 1e3 }[unit ?? ''] ?? 0
}

/** mvn's first complaint is the reason; what follows it is advice on mvn's options. */
function lastWords(said: readonly string[]): string {
  const complaints = said.filter(line => line.startsWith('[ERROR]') || line.startsWith('Error'))
  return (complaints.length > 0 ? complaints.slice(0, 2) : said.slice(-3)).map(line => `  ${line}`).join('\n')
}

function noMaven({ name }: MavenRun): StackProblem {
  return new StackProblem(
    `${name} must be fetched once, and there is no mvn on PATH to fetch it with. ` +
      'Install Maven (Debian: apt-get install maven; macOS: brew install maven) and start again, ' +
      'or set SIGNALBOX_CACHE to a folder that another machine has filled.',
  )
}

function failed({ name, log }: MavenRun, words: string, last: string): StackProblem {
  return new StackProblem(
    `mvn could not fetch ${name}: it ${words} and said\n${last}\n` +
      `All it said is in ${log}. Mend that (network, proxy, mirror: they are set in Maven's settings.xml) and start again.`,
  )
}
