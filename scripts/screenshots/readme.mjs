/** The one picture of the README: the help page with a conversation open, as a person sees it. */
export async function captureReadme(browser, host) {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 840 },
    deviceScaleFactor: 1.5,
    locale: 'en',
    reducedMotion: 'reduce',
  })
  await context.addCookies([{ name: 'tidewater_theme', value: 'light', url: host.url }])
  const page = await context.newPage()
  await page.goto(`${host.url}/help.html`)
  await page.locator('aftercare-ticket-list').getByText('Can a second person').click()
  await page.getByRole('log').getByText('approvals needed').waitFor()
  await page.waitForTimeout(500)
  const png = await page.screenshot()
  await context.close()
  return png
}
