import type { JsonObject } from '../../json.ts'

export interface CatalogHead {
  readonly name: string
  readonly description: string
  readonly fields: readonly { readonly name: string; readonly type: string }[]
}

export interface Catalog extends CatalogHead {
  updatedMs: number
  /** By id; each with its id. */
  readonly items: Map<string, JsonObject>
}

/** All catalogs by name. */
export class CatalogStore {
  readonly #catalogs = new Map<string, Catalog>()

  create(head: CatalogHead, nowMs: number): Catalog {
    const catalog = { ...head, updatedMs: nowMs, items: new Map<string, JsonObject>() }
    this.#catalogs.set(head.name, catalog)
    return catalog
  }

  find(name: string): Catalog | undefined {
    return this.#catalogs.get(name)
  }

  delete(name: string): boolean {
    return this.#catalogs.delete(name)
  }

  all(): Catalog[] {
    return [...this.#catalogs.values()]
  }

  clear(): void {
    this.#catalogs.clear()
  }
}
