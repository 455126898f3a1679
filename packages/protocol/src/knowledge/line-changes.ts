/** A run of lines: in both texts, or in the later or the earlier alone. */
export interface LineChange {
  readonly kind: 'same' | 'added' | 'removed'
  readonly lines: readonly string[]
}

/** How much is compared line by line, as a product of lengths; beyond it all that differs is one change. */
const mostPairs = 4_000_000

/**
 * What became of a text, by lines: the shortest list of changes (longest common subsequence). What both begin and end
 * with is set aside first, so that it costs what was changed, not what there is.
 */
export function lineChanges(before: string, after: string): readonly LineChange[] {
  const [old, young] = [before.split('\n'), after.split('\n')]
  let start = 0
  while (start < old.length && start < young.length && old[start] === young[start]) start++
  let end = 0
  const room = Math.min(old.length, young.length) - start
  while (end < room && old.at(-1 - end) === young.at(-1 - end)) end++
  const changes = new Changes()
  changes.add('same', old.slice(0, start))
  middle(old.slice(start, old.length - end), young.slice(start, young.length - end), changes)
  changes.add('same', old.slice(old.length - end))
  return changes.list
}

class Changes {
  readonly list: { kind: LineChange['kind']; lines: string[] }[] = []

  add(kind: LineChange['kind'], lines: readonly string[]): void {
    if (lines.length === 0) return
    const last = this.list.at(-1)
    if (last?.kind === kind) last.lines.push(...lines)
    else this.list.push({ kind, lines: [...lines] })
  }
}

function middle(old: readonly string[], young: readonly string[], changes: Changes): void {
  if (old.length === 0 || young.length === 0 || old.length * young.length > mostPairs) {
    changes.add('removed', old)
    changes.add('added', young)
    return
  }
  const width = young.length + 1
  // Length of the longest common subsequence of what follows each pair of places.
  const common = new Uint32Array((old.length + 1) * width)
  for (let i = old.length - 1; i >= 0; i--) {
    for (let j = young.length - 1; j >= 0; j--) {
      common[i * width + j] =
        old[i] === young[j]
          ? common[(i + 1) * width + j + 1]! + 1
          : Math.max(common[(i + 1) * width + j]!, common[i * width + j + 1]!)
    }
  }
  let [i, j] = [0, 0]
  while (i < old.length || j < young.length) {
    if (i < old.length && j < young.length && old[i] === young[j]) {
      changes.add('same', [old[i]!])
      i++
      j++
    } else if (j === young.length || (i < old.length && common[(i + 1) * width + j]! >= common[i * width + j + 1]!)) {
      changes.add('removed', [old[i++]!])
    } else changes.add('added', [young[j++]!])
  }
}
