import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { StackProblem, systemCode } from './problem.ts'
import { oldestJava } from './versions.ts'

const howToMend =
  `Install Java ${oldestJava} or newer (Debian: apt-get install openjdk-17-jre-headless; macOS: brew install openjdk@17), ` +
  'or set JAVA_HOME to one that is installed.'

/** The java to run: JAVA_HOME's, else the first on PATH. A StackProblem when there is none or it is too old. */
export async function findJava(): Promise<string> {
  const home = process.env['JAVA_HOME']
  const java = home ? join(home, 'bin', 'java') : 'java'
  const where = home ? `JAVA_HOME is ${home}` : 'java is looked for on PATH'
  const version = await versionOf(java, where)
  if (majorOf(version) >= oldestJava) return java
  throw new StackProblem(`Kafka needs Java ${oldestJava}; this is Java ${version} (${where}). ${howToMend}`)
}

async function versionOf(java: string, where: string): Promise<string> {
  try {
    const { stderr, stdout } = await promisify(execFile)(java, ['-version'])
    return /version "([^"]+)"/.exec(stderr + stdout)?.[1] ?? 'of an unknown version'
  } catch (error) {
    if (systemCode(error) === 'ENOENT')
      throw new StackProblem(`Kafka needs Java and there is none: ${where}. ${howToMend}`)
    throw new StackProblem(`Java does not run (${where}): ${String(error)}. ${howToMend}`, { cause: error })
  }
}

/** 8 for "1.8.0_402", 17 for "17.0.15", 0 when it cannot be read. */
function majorOf(version: string): number {
  const [first = 0, second = 0] = version.split('.').map(part => Number.parseInt(part, 10))
  return (first === 1 ? second : first) || 0
}
