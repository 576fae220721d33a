import type { Node } from '../nodes/node.ts'
import type { BusinessObject } from './workspace.ts'

/** Business workspaces in the order of their making, and by business object. */
export class WorkspaceIndex {
  readonly #all = new Map<number, Node>()
  readonly #byObject = new Map<string, Node>()

  add(node: Node): void {
    this.#all.set(node.id, node)
    if (node.workspace?.businessObject) this.#byObject.set(keyOf(node.workspace.businessObject), node)
  }

  refer(node: Node, object: BusinessObject): void {
    this.#byObject.set(keyOf(object), node)
  }

  unrefer(object: BusinessObject): void {
    this.#byObject.delete(keyOf(object))
  }

  find(object: BusinessObject): Node | undefined {
    return this.#byObject.get(keyOf(object))
  }

  get size(): number {
    return this.#all.size
  }

  all(): IterableIterator<Node> {
    return this.#all.values()
  }

  remove({ id, workspace }: Node): void {
    if (!workspace) return
    this.#all.delete(id)
    for (const object of [workspace.businessObject, ...workspace.references]) if (object) this.unrefer(object)
  }

  clear(): void {
    this.#all.clear()
    this.#byObject.clear()
  }
}

const keyOf = ({ externalSystem, type, id }: BusinessObject): string => JSON.stringify([externalSystem, type, id])
