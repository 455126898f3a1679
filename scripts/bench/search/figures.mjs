// What is measured of an engine, and how two are compared.
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { brotliCompressSync } from 'node:zlib'

export const median = (values) => quantile(values, 0.5)

export function quantile(values, share) {
  const sorted = values.toSorted((one, other) => one - other)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]
}

/** The place of the first relevant hit for each query, 0 where there is none among ten, and the times in milliseconds. */
export async function ask(engine, index, queries) {
  const places = []
  const times = []
  let empty = 0
  for (const { query, relevant } of queries) {
    const began = performance.now()
    const hits = await engine.search(index, query, 10)
    times.push(performance.now() - began)
    if (hits.length === 0) empty += 1
    places.push(hits.findIndex((id) => relevant.has(String(id))) + 1)
  }
  return { places, times, empty: empty / Math.max(1, queries.length) }
}

export const reciprocal = (place) => (place === 0 ? 0 : 1 / place)
const sum = (values) => values.reduce((total, value) => total + value, 0)
export const mean = (values) => sum(values) / Math.max(1, values.length)
export const hitAt = (places, count) => mean(places.map((place) => (place > 0 && place <= count ? 1 : 0)))

/** By how much one is better than the other at least, with 95 % confidence: the lower end of a paired bootstrap. */
export function lowerBoundOfGain(ones, others, random, rounds = 2000) {
  const gains = ones.map((place, at) => reciprocal(place) - reciprocal(others[at]))
  const means = Array.from({ length: rounds }, () => {
    let total = 0
    for (let drawn = 0; drawn < gains.length; drawn++) total += gains[Math.floor(random() * gains.length)]
    return total / gains.length
  })
  return quantile(means, 0.025)
}

setFlagsFromString('--expose-gc')
const collectGarbage = runInNewContext('gc')

/** Builds, loads and weighs an index; `peak` is what the heap has grown by when it has been loaded once, in bytes. */
export async function prepare(engine, documents) {
  const began = performance.now()
  const built = await engine.build(documents)
  const build = performance.now() - began
  const files = engine.files(built)
  const sizes = files.map((file) => brotliCompressSync(file).length)
  const loads = []
  let index
  collectGarbage()
  const before = process.memoryUsage().heapUsed
  let peak = 0
  for (let round = 0; round < 5; round++) {
    const start = performance.now()
    index = await engine.load(built)
    loads.push(performance.now() - start)
    if (round === 0) peak = process.memoryUsage().heapUsed - before
  }
  return {
    index,
    build,
    load: median(loads),
    peak,
    raw: sum(files.map((file) => file.length)),
    sizes,
    brotli: sum(sizes),
  }
}
