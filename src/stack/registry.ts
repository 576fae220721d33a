import { join } from 'node:path'
import { startJavaProcess } from './java-process.ts'
import type { JavaProcess } from './java-process.ts'
import { host } from './ports.ts'
import { versions } from './versions.ts'

export interface RegistryStart {
  port: number
  /** Its own folder: the database. */
  home: string
  /** The registry's own log is kept here. */
  log: string
  java: string
  /** The folder with the unpacked bundle. */
  bundle: string
  report: (line: string) => void
}

/** The root of the registry's Confluent API. */
export const registryUrl = (port: number) => `http://${host}:${port}/apis/ccompat/v7`

/** Starts the registry on its database, which it makes at first use, and waits until it answers. */
export async function startRegistry(start: RegistryStart): Promise<JavaProcess> {
  const jar = join(start.bundle, `apicurio-registry-app-${versions.registry}-runner.jar`)
  const settings = Object.entries(registrySettings(start)).map(([name, value]) => `-D${name}=${value}`)
  return startJavaProcess({
    name: `Apicurio Registry ${versions.registry}`,
    java: start.java,
    args: ['-Xmx256m', '-XX:TieredStopAtLevel=1', ...settings, '-jar', jar],
    folder: start.home,
    log: start.log,
    address: `${host}:${start.port}`,
    answers: () => registryAnswers(start.port),
    report: start.report,
  })
}

function registrySettings({ port, home, log }: RegistryStart): Record<string, string | number | boolean> {
  return {
    'quarkus.http.host': host,
    'quarkus.http.port': port,
    // H2 writes behind by half a second unless told not to: a kill -9 then loses schemas it has acknowledged.
    'apicurio.datasource.url': `jdbc:h2:file:${join(home, 'registry')};WRITE_DELAY=0`,
    'quarkus.http.access-log.enabled': false,
    'quarkus.banner.enabled': false,
    'quarkus.log.console.enable': false,
    'quarkus.log.file.enable': true,
    'quarkus.log.file.path': log,
    'quarkus.log.file.rotation.max-file-size': '5M',
    'quarkus.log.file.rotation.max-backup-index': 3,
  }
}

async function registryAnswers(port: number): Promise<boolean> {
  try {
    const response = await fetch(`${registryUrl(port)}/subjects`, { signal: AbortSignal.timeout(2000) })
    return Array.isArray(await response.json())
  } catch {
    return false
  }
}
