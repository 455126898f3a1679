// Runs in a page under a policy of its own: searches on the device, and says where that was and what was found.
import { createCore, knowledge } from '@aftercare/client'
import { newPerson, tokenAddress } from './world.ts'

const violations: string[] = []
document.addEventListener('securitypolicyviolation', ({ violatedDirective }) => violations.push(violatedDirective))

const query = new URL(location.href).searchParams.get('q') ?? ''
let inWorker = false
const core = createCore({
  url: '/support',
  getToken: async () => (await fetch(tokenAddress(newPerson()))).text(),
  searchWorker() {
    const worker = new Worker('/packages/client/src/knowledge/search-worker.ts', { type: 'module' })
    worker.addEventListener('message', ({ data }) => {
      if (data === 'ready') inWorker = true
    })
    return worker
  },
})

const results = knowledge(core).search(query, { typing: true })
const stop = results.$state.subscribe((state) => {
  if (state.status === 'failed') parent.postMessage({ failed: state.reason }, '*')
  if (state.status !== 'ready') return
  if (state.by === 'server') return void results.refresh()
  // The last state is the one with texts.
  if (state.hits.length > 0 && state.hits.some(({ snippet }) => snippet.length === 0)) return
  parent.postMessage({ inWorker, violations, slugs: state.hits.map(({ slug }) => slug) }, '*')
  queueMicrotask(() => {
    stop()
    void core.close()
  })
})
