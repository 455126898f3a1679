/** The one picture of the README: the help page with a conversation open, as a person sees it. */
export async function captureReadme(browser, host, ticketId) {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 800 },
    locale: 'en',
    reducedMotion: 'reduce',
  })
  await context.addCookies([{ name: 'tidewater_theme', value: 'light', url: host.url }])
  const page = await context.newPage()
  await page.goto(`${host.url}/help.html#ticket/${ticketId}`)
  await page.waitForTimeout(1500)
  const png = await page.screenshot()
  await context.close()
  return png
}
