// Runs in a page with the strictest policy: whatever it forbids is written down where the test reads it.
const violations: string[] = []
Object.assign(window, { violations })
document.addEventListener('securitypolicyviolation', (event) => {
  violations.push(
    `${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber} ${event.sample}`,
  )
})
addEventListener('error', (event) => violations.push(event.message))
addEventListener('unhandledrejection', (event) => violations.push(String(event.reason)))

await import('@aftercare/elements/define')
parent.postMessage('ready', '*')

export {}
