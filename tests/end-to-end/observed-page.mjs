// A browser window whose policy violations, errors and requests are written down.

/**
 * @param browser A browser of Playwright.
 * @param options Options of its context.
 */
export async function openObserved(browser, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: 'en-GB', ...options })
  const page = await context.newPage()
  const violations = []
  const errors = []
  const requests = []
  await context.exposeBinding('reportViolation', (_, text) => violations.push(text))
  await context.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => {
      globalThis.reportViolation(
        `${event.effectiveDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`,
      )
    })
  })
  context.on('weberror', (event) => errors.push(String(event.error())))
  context.on('request', (request) => requests.push(`${request.method()} ${new URL(request.url()).pathname}`))
  return { context, page, violations, errors, requests }
}

/** Presses Tab until the control has the focus: the only way to it without a pointer. */
export async function tabTo(page, control) {
  for (let presses = 0; presses < 60; presses++) {
    if (await control.evaluate((element) => element.matches(':focus'))) return
    await page.keyboard.press('Tab')
  }
  throw new Error(`No Tab leads to ${control}`)
}

/** Whether the focused control shows that it is focused. */
export const focusIsVisible = (control) =>
  control.evaluate((element) => element.matches(':focus-visible') && getComputedStyle(element).outlineStyle !== 'none')
